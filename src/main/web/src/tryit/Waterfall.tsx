import { Fragment } from 'react'

import { durationText } from '../ui/quantities'
import styles from './outcome.module.css'
import type { Timing } from './send'

const MEANINGS: Record<string, string> = {
  validation: 'reading and checking the request',
  queue: 'waiting for a worker',
  dispatch: 'the way to Python and back',
  user: 'the code of the tasks',
  encode: 'putting the answer together',
  accept: 'making the run durable',
}
/** What took the time that the server does not tell of. */
const RESTS = { network: 'between the page and the server', run: 'the run, with its events' }

/** Where the time of a call went, as bars one after the other. What the server does not tell of passed outside of it. */
export function Waterfall({ timings, seconds, rest }: { timings: readonly Timing[]; seconds: number; rest: keyof typeof RESTS }) {
  const inside = timings.reduce((sum, timing) => sum + timing.duration, 0)
  const outside = seconds * 1000 - inside
  const bars = [...timings, ...(outside > 0 ? [{ name: rest, duration: outside }] : [])]
  const whole = Math.max(inside, seconds * 1000)
  const starts = bars.map((_, index) => bars.slice(0, index).reduce((sum, bar) => sum + bar.duration, 0))
  return (
    <dl className={styles.waterfall} aria-label="Where the time went">
      {bars.map((bar, index) => (
        <Fragment key={bar.name}>
          <dt title={MEANINGS[bar.name] ?? RESTS[rest]}>{bar.name}</dt>
          <dd>
            <span className={styles.track} aria-hidden>
              <span className={bar.name === rest ? styles.outside : styles[bar.name === 'user' ? 'user' : 'inside']} style={{ marginLeft: percent((starts[index] ?? 0) / whole), width: percent(bar.duration / whole) }} />
            </span>
            <span className={styles.time}>{durationText(bar.duration / 1000)}</span>
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

function percent(share: number): string {
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`
}
