import { useEffect, useRef } from 'react'

import { valueText } from '../values/text'
import styles from './outcome.module.css'
import type { SentEvent } from './sse'

/** The last lines that are shown; the page of the run has all. */
const MOST_LINES = 1_000

const WORDS: Record<string, string> = {
  accepted: 'accepted',
  started: 'started',
  task_started: 'started',
  task_succeeded: 'succeeded',
  task_failed: 'failed',
  task_cancelled: 'was cancelled',
  task_passed_over: 'is disabled',
  task_skipped: 'was skipped',
  messages_dropped: 'said more than is kept',
  interrupted: 'was interrupted',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  dead: 'was given up',
}

/** What happens in a run while its caller watches. Stays at the end as long as the reader is there. */
export function EventFeed({ events }: { events: readonly SentEvent[] }) {
  const list = useRef<HTMLOListElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    if (list.current && isAtEnd.current) {
      list.current.scrollTop = list.current.scrollHeight
    }
  }, [events])
  const look = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = list.current ?? {}
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24
  }
  return (
    <ol ref={list} className={styles.feed} role="log" aria-label="Events" tabIndex={0} onScroll={look}>
      {events.slice(-MOST_LINES).map((event) => (
        <li key={event.seq}>
          <span className={styles.task}>{typeof event.data['task'] === 'string' ? event.data['task'] : 'run'}</span> <Happening event={event} />
        </li>
      ))}
    </ol>
  )
}

function Happening({ event: { kind, data } }: { event: SentEvent }) {
  if (kind === 'message') {
    return <span className={styles.message}>{valueText(data['message'])}</span>
  }
  if (kind === 'log') {
    return <code className={styles.log}>{String(data['text']).trimEnd()}</code>
  }
  return <span className={styles.count}>{WORDS[kind] ?? kind.replaceAll('_', ' ')}</span>
}
