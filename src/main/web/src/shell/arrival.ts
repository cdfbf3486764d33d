import { useEffect, useRef, type RefObject } from 'react'

import { pageAt, placeAt } from './pages'

/** On another page the title of the window follows, reading begins at its top, and so does the keyboard. Not when the page is opened: that is the browser's. */
export function useArrival(path: string): RefObject<HTMLElement | null> {
  const content = useRef<HTMLElement>(null)
  const place = placeAt(path)
  const last = useRef(place)
  const label = pageAt(path)?.label
  useEffect(() => {
    document.title = label ? `${label} · BE Workflows` : 'BE Workflows'
  }, [label, place])
  useEffect(() => {
    if (last.current !== place) {
      last.current = place
      scrollTo(0, 0)
      content.current?.focus({ preventScroll: true })
    }
  }, [place])
  return content
}
