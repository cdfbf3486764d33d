/** The newest things; the oldest make room. Never changed in place, so that whoever draws it sees that there is more. */
export interface Ring<T> {
  readonly size: number
  readonly items: readonly T[]
}

export function emptyRing<T>(size: number): Ring<T> {
  return { size, items: [] }
}

export function pushed<T>(ring: Ring<T>, item: T): Ring<T> {
  return { size: ring.size, items: [...ring.items.slice(Math.max(0, ring.items.length - ring.size + 1)), item] }
}
