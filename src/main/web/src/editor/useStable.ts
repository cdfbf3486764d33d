import { useState } from 'react'

/** The same object as long as it says the same: what is drawn from it is not drawn again. */
export function useStable<T>(value: T): T {
  const [kept, keep] = useState(value)
  if (kept !== value && JSON.stringify(kept) !== JSON.stringify(value)) {
    keep(value)
    return value
  }
  return kept
}
