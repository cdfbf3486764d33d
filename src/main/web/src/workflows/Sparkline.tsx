import { Link } from 'wouter'

import type { WorkflowSummary } from '../api/client'
import { Hint, Time } from '../ui'
import { durationText } from '../ui/quantities'
import { countsOf, heightsOf, type RecentRun } from './recent'
import styles from './workflows.module.css'

const WIDTH = 4
const STEP = 6
const HEIGHT = 20

/** A bar for each run, the newest at the right: its height is how long it took, its colour how it ended. */
function Bars({ runs }: { runs: readonly RecentRun[] }) {
  const heights = heightsOf(runs)
  const width = runs.length * STEP - (STEP - WIDTH)
  return (
    <svg className={styles.bars} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden>
      {runs.map((run, index) => {
        const height = HEIGHT * (heights[index] ?? 1)
        return <rect key={run.run_id} data-status={run.status} x={(runs.length - 1 - index) * STEP} y={HEIGHT - height} width={WIDTH} height={height} rx={1} />
      })}
    </svg>
  )
}

/** How the last runs of a workflow went, and the way to them. */
export function RecentRuns({ workflow: { id, label, recent_runs: runs = [] } }: { workflow: WorkflowSummary }) {
  const last = runs[0]
  if (!last) {
    return <span className={styles.recent}>no runs yet</span>
  }
  const counts = countsOf(runs)
  return (
    <Hint text={`${counts}${last.seconds === null ? '' : `; the last one took ${durationText(last.seconds)}`}`}>
      <Link href={`/runs?workflow=${id}`} className={styles.recent}>
        <span className="unseen">
          Runs of {label || id}; of the last {runs.length}: {counts};
        </span>
        <Bars runs={runs} />
        <span className={styles.last} data-status={last.status}>
          {last.status} <Time at={last.accepted_at} />
        </span>
      </Link>
    </Hint>
  )
}
