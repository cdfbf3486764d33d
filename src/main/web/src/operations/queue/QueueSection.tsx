import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'

import { api, done, type RunSummary } from '../../api/client'
import { useMay } from '../../api/session'
import { Duration, StatusBadge, Table, Time, uiStyles } from '../../ui'
import { Fact, Facts } from '../Facts'
import { quantityText } from '../metrics/quantity'
import { total, type Reading } from '../metrics/readings'
import { useSampling } from '../metrics/sampling'
import styles from '../operations.module.css'
import { runsOfStatus } from '../queries'
import { Guarded } from '../refusals'
import { AskedAction, RowActions } from '../rowActions'

/** What is under way and what waits for its turn. */
export function QueueSection() {
  const metrics = useSampling()
  return (
    <>
      <Guarded query={metrics} what="The queue" role="viewer" lines={2}>
        {(reading) => <Numbers reading={reading} />}
      </Guarded>
      <Runs status="running" title="Running" nothing="Nothing runs at the moment." />
      <Runs status="accepted" title="Waiting" nothing="Nothing waits." />
    </>
  )
}

function Numbers({ reading }: { reading: Reading }) {
  const count = (name: string, labels = {}) => quantityText(total(reading, name, labels), 'count')
  const oldest = total(reading, 'bew_queue_oldest_seconds')
  return (
    <Facts>
      <Fact name="Running in the background" about={`${count('bew_leases_owned')} of at most ${count('bew_leases_limit')} on this server`}>
        {count('bew_queue_runs', { state: 'running' })}
      </Fact>
      <Fact name="Ready" about={`of at most ${count('bew_queue_limit')}`}>
        {count('bew_queue_runs', { state: 'ready' })}
      </Fact>
      <Fact name="The oldest waits for">{oldest === 0 ? '–' : <Duration seconds={oldest} />}</Fact>
      <Fact name="Delayed" about="told to start later">
        {count('bew_queue_runs', { state: 'delayed' })}
      </Fact>
      <Fact name="In the foreground" about={`of at most ${count('bew_foreground_runs_limit')}`}>
        {count('bew_foreground_runs')}
      </Fact>
      <Fact name="Tasks without a worker">{count('bew_tasks_waiting')}</Fact>
    </Facts>
  )
}

function Runs({ status, title, nothing }: { status: 'running' | 'accepted'; title: string; nothing: string }) {
  const query = useQuery(runsOfStatus(status))
  return (
    <section className={styles.part} aria-label={title}>
      <h2>{title}</h2>
      <Guarded query={query} what="Runs" role="viewer" lines={3}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p className={uiStyles.hint}>{nothing}</p>
          ) : (
            <>
              <RunTable title={title} runs={items} />
              {next ? (
                <p className={uiStyles.hint}>
                  These are the newest {items.length}. <Link href={`/runs?status=${status}`}>All of them</Link>
                </p>
              ) : null}
            </>
          )
        }
      </Guarded>
    </section>
  )
}

function RunTable({ title, runs }: { title: string; runs: RunSummary[] }) {
  const mayCancel = useMay('author')
  const [cancelled, setCancelled] = useState<RunSummary | null>(null)
  return (
    <>
      <Table label={title} head={['Run', 'Workflow', 'Mode', 'State', 'Accepted', <span className="unseen">Actions</span>]}>
        {runs.map((run) => (
          <tr key={run.run_id}>
            <td className={styles.nowrap}>
              <Link href={`/runs/${run.run_id}`}>
                <code>{run.run_id.slice(-12)}</code>
              </Link>
            </td>
            <td>
              <Link href={`/workflows/${run.workflow_id}`}>{run.workflow_id}</Link> <span className={styles.muted}>v{run.version}</span>
            </td>
            <td>{run.mode}</td>
            <td>
              <StatusBadge status={run.status} />
            </td>
            <td className={styles.nowrap}>
              <Time at={run.accepted_at} />
            </td>
            <RowActions of={`run ${run.run_id.slice(-12)} of ${run.workflow_id}`} actions={mayCancel ? [{ word: 'Cancel', onClick: () => setCancelled(run) }] : []} />
          </tr>
        ))}
      </Table>
      <AskedAction
        row={cancelled}
        title={() => 'Cancel this run?'}
        about={({ workflow_id }) => `The run of ${workflow_id} ends as cancelled, wherever it is. It can be retried later.`}
        action="Cancel the run"
        act={({ run_id }) => done(api.POST('/api/app/be_workflows/runs/{run_id}/cancel', { params: { path: { run_id } } }))}
        said="The run ends soon."
        queryKey={['runs']}
        onClose={() => setCancelled(null)}
      />
    </>
  )
}
