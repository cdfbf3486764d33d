import { bytesText, durationText } from '../../ui/quantities'
import type { Unit } from './panels'

/** A number with its unit, as short as it can be: `12.5 /s`, `81 ms`, `412 kB`, `3`. */
export function quantityText(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) {
    return '–'
  }
  switch (unit) {
    case 'seconds':
      return value === 0 ? '0 s' : durationText(value)
    case 'bytes':
      return bytesText(Math.round(value))
    case 'per_second':
      return `${short(value)} /s`
    case 'cores':
    case 'count':
      return short(value)
  }
}

function short(value: number): string {
  return value.toLocaleString('en', Number.isInteger(value) ? {} : { maximumSignificantDigits: value < 100 ? 2 : 4 })
}
