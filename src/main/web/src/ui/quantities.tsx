import { useSyncExternalStore } from 'react'

import { useSettings } from '../shell/settings'

/** How long each is, and from how many on it is told, so that a day and ten hours are not one day. */
const UNITS: [Intl.RelativeTimeFormatUnit, seconds: number, least: number][] = [
  ['year', 31_536_000, 2],
  ['month', 2_592_000, 2],
  ['day', 86_400, 2],
  ['hour', 3_600, 1],
  ['minute', 60, 1],
  ['second', 1, 1],
]
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' })
const TICK = 5_000

/** How long ago, or how long until, in words. */
export function relativeTime(at: Date, now: number): string {
  const seconds = (at.getTime() - now) / 1000
  const [unit, size] = UNITS.find(([, length, least]) => Math.abs(seconds) >= least * length) ?? []
  return unit === undefined || size === undefined ? 'now' : RELATIVE.format(Math.trunc(seconds / size), unit)
}

/** Date and time to the second, in the time zone of the reader: `2026-01-31 12:00:00`. */
export function absoluteTime(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** `0.27 ms`, `81 ms`, `1.39 s`, `2 min 5 s`. */
export function durationText(seconds: number): string {
  if (seconds < 0.001) {
    return `${(seconds * 1000).toFixed(2)} ms`
  }
  if (seconds < 0.9995) {
    return `${(seconds * 1000).toPrecision(seconds < 0.01 ? 2 : 3).replace(/\.0+$/, '')} ms`
  }
  if (seconds < 60) {
    return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`
  }
  const whole = Math.round(seconds)
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** In powers of 1,000: `412 kB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit] ?? ''}`
}

let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function listen(listener: () => void): () => void {
  now = Date.now()
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    listeners.forEach((tell) => tell())
  }, TICK)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** A time, relative or absolute as the reader has chosen; the other one is its tooltip. */
export function Time({ at }: { at: string | null | undefined }) {
  const isAbsolute = useSettings((settings) => settings.times === 'absolute')
  const current = useSyncExternalStore(listen, () => now)
  if (!at) {
    return <>–</>
  }
  const date = new Date(at)
  const relative = relativeTime(date, current)
  const absolute = absoluteTime(date)
  return (
    <time dateTime={at} title={isAbsolute ? relative : absolute}>
      {isAbsolute ? absolute : relative}
    </time>
  )
}

export function Duration({ seconds }: { seconds: number | null | undefined }) {
  return <>{seconds === null || seconds === undefined ? '–' : durationText(seconds)}</>
}

export function Bytes({ bytes }: { bytes: number | null | undefined }) {
  return <>{bytes === null || bytes === undefined ? '–' : bytesText(bytes)}</>
}
