import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { Worker } from '../../api/client'
import { Bytes, Empty, StatusBadge, Time, uiStyles } from '../../ui'
import { environmentsQuery, workersQuery } from '../queries'
import { Guarded } from '../refusals'
import { Deaths } from './Deaths'
import { countsByState, grouped, type WorkerGroup } from './groups'
import styles from './workers.module.css'

/** The Python processes of this server as they are now, and what is known of those that died. */
export function WorkersSection() {
  const query = useQuery(workersQuery)
  return (
    <Guarded query={query} what="Workers" role="viewer">
      {(workers) => (
        <>
          {workers.length === 0 ? (
            <Empty title="No worker is running">
              <p>The first call of a workflow starts one.</p>
            </Empty>
          ) : (
            <Workers workers={workers} />
          )}
          <Deaths />
        </>
      )}
    </Guarded>
  )
}

function Workers({ workers }: { workers: Worker[] }) {
  const environments = useQuery(environmentsQuery)
  const most = Math.max(1, ...workers.map((worker) => worker.peak_bytes))
  return (
    <>
      <StateBar workers={workers} />
      {grouped(workers, environments.data ?? []).map((group) => (
        <Group key={group.environment} group={group} most={most} />
      ))}
      <p className={uiStyles.hint}>These are the workers of the server that answered; each server on a database has its own.</p>
    </>
  )
}

function StateBar({ workers }: { workers: Worker[] }) {
  const counts = countsByState(workers)
  return (
    <div className={styles.states}>
      <div className={styles.bar} aria-hidden>
        {counts.map(({ state, count }) => (
          <span key={state} data-state={state} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className={styles.counts}>
        {counts.map(({ state, count }) => (
          <li key={state}>
            <strong>{count}</strong> <StatusBadge status={state} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Group({ group, most }: { group: WorkerGroup; most: number }) {
  const isBuilt = /^[0-9a-f]{24}$/.test(group.environment)
  return (
    <section aria-label={`Environment ${group.environment}`} className={styles.group}>
      <h2>
        {isBuilt ? (
          <Link href={`/operations/environments?environment=${group.environment}`}>
            <code>{group.environment.slice(0, 12)}</code>
          </Link>
        ) : (
          <code>{group.environment}</code>
        )}{' '}
        <span className={uiStyles.hint}>{group.about}</span>
      </h2>
      <ul className={styles.tiles}>
        {group.workers.map((worker) => (
          <Tile key={worker.name} worker={worker} most={most} />
        ))}
      </ul>
    </section>
  )
}

function Tile({ worker, most }: { worker: Worker; most: number }) {
  return (
    <li className={styles.tile} data-state={worker.state}>
      <div className={styles.tileHead}>
        <span className={styles.name}>{worker.name}</span>
        <StatusBadge status={worker.state} />
      </div>
      <div className={styles.doing}>{worker.run_id && worker.state === 'busy' ? <Doing worker={worker} runId={worker.run_id} /> : <span className={uiStyles.hint}>{worker.tasks} tasks done</span>}</div>
      <div className={styles.memory} aria-hidden>
        <span className={styles.peak} style={{ width: `${(100 * worker.peak_bytes) / most}%` }} />
        <span className={styles.resident} style={{ width: `${(100 * worker.resident_bytes) / most}%` }} />
      </div>
      <div className={styles.tileFoot}>
        <span>
          <Bytes bytes={worker.resident_bytes} />, once <Bytes bytes={worker.peak_bytes} />
        </span>
        <span>
          <Time at={worker.since} />
        </span>
        <span>pid {worker.pid === 0 ? '–' : worker.pid}</span>
      </div>
    </li>
  )
}

function Doing({ worker, runId }: { worker: Worker; runId: string }) {
  return (
    <Link href={`/runs/${runId}`}>
      {worker.workflow_id} › {worker.task}
    </Link>
  )
}
