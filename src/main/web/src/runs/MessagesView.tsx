import { useEffect, useRef } from 'react'

import { Empty, Time } from '../ui'
import { valueText } from '../values/text'
import type { RunMessage, RunNote } from './runState'
import styles from './runs.module.css'

/** Of many messages the latest are shown; the run's document has all of them. */
const SHOWN = 500
/** Within how many pixels of its end a list counts as followed. */
const NEAR_END = 40

/** What tasks told the user, and what happened to the run as a whole, in the order of their coming. */
export function MessagesView({ messages, notes }: { messages: readonly RunMessage[]; notes: readonly RunNote[] }) {
  const frame = useRef<HTMLDivElement>(null)
  const isFollowing = useRef(true)
  const count = messages.length + notes.length
  useEffect(() => {
    if (isFollowing.current && frame.current) {
      frame.current.scrollTop = frame.current.scrollHeight
    }
  }, [count])
  if (count === 0) {
    return <Empty title="No messages">What tasks send with <code>send_user_task_sse</code> appears here as it comes.</Empty>
  }
  const entries = [...messages.slice(-SHOWN), ...notes].sort((one, other) => one.seq - other.seq)
  const look = () => {
    const { scrollTop, clientHeight, scrollHeight } = frame.current ?? { scrollTop: 0, clientHeight: 0, scrollHeight: 0 }
    isFollowing.current = scrollHeight - scrollTop - clientHeight < NEAR_END
  }
  return (
    <div ref={frame} className={styles.messages} role="log" aria-label="Messages" tabIndex={0} onScroll={look}>
      {messages.length > SHOWN ? <p className={styles.quiet}>The latest {SHOWN} of {messages.length.toLocaleString('en')} messages</p> : null}
      {entries.map((entry) => (
        <div key={entry.seq} className={styles.message}>
          <span className={styles.quiet}>
            {'task' in entry ? entry.task : 'run'} · <Time at={entry.at} />
          </span>
          <span className={styles.any}>{'task' in entry ? valueText(entry.message) : <em>{entry.text}</em>}</span>
        </div>
      ))}
    </div>
  )
}
