import type { Schedule } from '../../api/client'
import { Time } from '../../ui'
import styles from '../operations.module.css'

/** The time of the next run, and those after it on demand. Times are written as they are in the schedule's own time zone. */
export function NextRuns({ schedule }: { schedule: Schedule }) {
  const [next, ...later] = schedule.next_runs
  if (!next) {
    return <span className={styles.muted}>none</span>
  }
  return (
    <details className={styles.nowrap}>
      <summary>
        <Time at={next} />
      </summary>
      <ol className={styles.plain}>
        {[next, ...later].map((at) => (
          <li key={at}>
            <code>{wallClock(at)}</code>
          </li>
        ))}
      </ol>
    </details>
  )
}

/** `2026-02-02 06:30 +01:00`: what the server wrote, without a change of time zone. */
export function wallClock(at: string): string {
  return at.replace('T', ' ').replace(/(\d\d:\d\d)(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, '$1 $4')
}
