import { useEffect, useState } from 'react'

/** How often bars and times of what is under way grow, in milliseconds. */
const GROWTH = 200

/** The time of the browser, which goes on as long as something is under way. */
export function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isTicking) {
      return
    }
    const timer = setInterval(() => setNow(Date.now()), GROWTH)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}
