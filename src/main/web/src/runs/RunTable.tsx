import { memo } from 'react'
import { Link } from 'wouter'

import type { RunSummary } from '../api/client'
import { Badge, Duration, StatusBadge, Table, Time } from '../ui'
import { instant } from './instant'
import type { RunFilter } from './runFilter'
import styles from './runs.module.css'
import { useNow } from './useNow'

interface TableProps {
  runs: readonly RunSummary[]
  chosen: readonly string[]
  onChoose: (id: string) => void
  onFilter: (change: Partial<RunFilter>) => void
}

const HEAD = [
  <span key="choose" className="unseen">
    Compare
  </span>,
  'Status',
  'Accepted',
  'Workflow',
  'Took',
  'For',
  'Run',
  'Failure',
]

export function RunTable({ runs, chosen, onChoose, onFilter }: TableProps) {
  return (
    <Table label="Runs" head={HEAD}>
      {runs.map((run) => (
        <RunRow key={run.run_id} run={run} isChosen={chosen.includes(run.run_id)} onChoose={onChoose} onFilter={onFilter} />
      ))}
    </Table>
  )
}

const RunRow = memo(function RunRow({ run, isChosen, onChoose, onFilter }: { run: RunSummary; isChosen: boolean } & Pick<TableProps, 'onChoose' | 'onFilter'>) {
  return (
    <tr className={isChosen ? styles.chosen : undefined}>
      <td>
        <input type="checkbox" checked={isChosen} onChange={() => onChoose(run.run_id)} aria-label={`Compare run ${run.run_id} of ${run.workflow_id}`} />
      </td>
      <td>
        <StatusBadge status={run.status} />
      </td>
      <td className={styles.nowrap}>
        <Link href={`/runs/${run.run_id}`}>
          <Time at={run.accepted_at} />
          <span className="unseen">
            , run {run.run_id} of {run.workflow_id}
          </span>
        </Link>
      </td>
      <td className={styles.nowrap}>
        <button type="button" className={styles.filter} title="Only runs of this workflow" onClick={() => onFilter({ workflow: run.workflow_id })}>
          {run.workflow_id}
        </button>{' '}
        <span className={styles.quiet}>v{run.version}</span> {run.mode === 'background' ? <Badge>background</Badge> : null}
      </td>
      <td className={styles.nowrap}>{run.finished_at ? <Duration seconds={run.started_at ? (instant(run.finished_at) - instant(run.started_at)) / 1000 : null} /> : <Growing from={run.started_at} />}</td>
      <td>
        {run.user === null ? (
          '–'
        ) : (
          <button type="button" className={styles.filter} title="Only runs for this user" onClick={() => onFilter({ user: run.user ?? '' })}>
            {run.user}
          </button>
        )}
      </td>
      <td>
        <code>{run.run_id.slice(-12)}</code>
      </td>
      <td className={styles.reason}>{run.failure ? `${run.failure.task ? `${run.failure.task}: ` : ''}${run.failure.type}${run.failure.message ? `: ${run.failure.message}` : ''}` : ''}</td>
    </tr>
  )
})

function Growing({ from }: { from: string | null }) {
  const now = useNow(from !== null)
  return <Duration seconds={from === null ? null : Math.max(0, now - instant(from)) / 1000} />
}
