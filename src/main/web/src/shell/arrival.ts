import { useEffect, useRef, type RefObject } from 'react'

import { placeAt, titleAt } from './pages'

/** On another page the title of the window follows (a page may say more there), reading begins at its top, and so does the keyboard. Not when the page is opened: that is the browser's. */
export function useArrival(path: string): RefObject<HTMLElement | null> {
  const content = useRef<HTMLElement>(null)
  const place = placeAt(path)
  const last = useRef(place)
  const title = titleAt(path)
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(() => {
    if (last.current !== place) {
      last.current = place
      scrollTo(0, 0)
      content.current?.focus({ preventScroll: true })
    }
  }, [place])
  return content
}
