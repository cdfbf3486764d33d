/** Lines of a text as a list; empty ones stay while they are being written. */
export function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n')
}

/** Names with commas, blanks or line ends between them. */
export function namesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** What was typed, as the contract has a size: a number of bytes or a text such as 512MiB; the server says when it is neither. */
export function sizeOf(text: string): string | number | null {
  const trimmed = text.trim()
  if (trimmed === '') {
    return null
  }
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed
}

/** A number, or nothing; what is neither stays text, and the server says so. */
export function numberOf(text: string): number | string | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
}

const UNITS: [string, number][] = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
]

/** A size to be edited: in the largest unit that it is a whole number of. */
export function sizeText(size: string | number | null | undefined): string {
  if (typeof size !== 'number') {
    return size ?? ''
  }
  const [unit, bytes] = UNITS.find(([, one]) => size >= one && size % one === 0) ?? ['B', 1]
  return `${size / bytes}${unit}`
}
