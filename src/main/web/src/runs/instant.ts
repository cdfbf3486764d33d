/** A time of the server in milliseconds since 1970, with the microseconds that a `Date` forgets. */
export function instant(at: string): number {
  const fraction = /\.(\d+)/.exec(at)?.[1] ?? ''
  return Date.parse(at) + Number(`0.${fraction.slice(3) || '0'}`)
}
