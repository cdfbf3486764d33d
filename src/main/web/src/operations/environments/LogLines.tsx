import { useEffect, useRef } from 'react'

import { classes, uiStyles } from '../../ui'
import styles from './environments.module.css'

/** How near to the end counts as at the end, in pixels. */
const NEAR = 24

/** Lines of a log, which stay at the end while more come, unless the reader has scrolled up. */
export function LogLines({ label, lines }: { label: string; lines: readonly { seq: number; text: string }[] }) {
  const frame = useRef<HTMLPreElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    const element = frame.current
    if (element && isAtEnd.current) {
      element.scrollTop = element.scrollHeight
    }
  }, [lines])
  const look = () => {
    const element = frame.current
    isAtEnd.current = element === null || element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
  }
  return (
    <pre ref={frame} className={classes(uiStyles.code, styles.log)} role="log" tabIndex={0} aria-label={label} onScroll={look}>
      {lines.map((line) => `${line.text}\n`).join('')}
    </pre>
  )
}
