import { useEffect, useRef } from 'react'

import { classes } from '../ui'
import styles from './CodeLines.module.css'

/** Python source with its line numbers; one line may be marked and is then in view. */
export function CodeLines({ code, label, marked, note }: { code: string; label: string; marked?: number | undefined; note?: string | undefined }) {
  const frame = useRef<HTMLDivElement>(null)
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // within its frame only: the page itself stays where it is
    if (frame.current && line.current) {
      frame.current.scrollTop = line.current.offsetTop - frame.current.clientHeight / 2
    }
  }, [code, marked])
  return (
    <div ref={frame} className={styles.frame} role="region" aria-label={label} tabIndex={0}>
      <ol className={styles.lines}>
        {code.replace(/\n$/, '').split('\n').map((text, index) => (
          <li key={index} ref={index + 1 === marked ? line : null} className={classes(styles.line, index + 1 === marked && styles.marked)}>
            <span className={styles.number}>{index + 1}</span>
            <code>
              {text || ' '}
              {index + 1 === marked && note ? <span className={styles.note}>{note}</span> : null}
            </code>
          </li>
        ))}
      </ol>
    </div>
  )
}
