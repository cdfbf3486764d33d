import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { WorkerDeath } from '../../api/client'
import { Badge, Bytes, Duration, Time, uiStyles } from '../../ui'
import { deathsQuery } from '../queries'
import { Guarded } from '../refusals'
import styles from './workers.module.css'

const KINDS: Record<WorkerDeath['kind'], string> = {
  at_start: 'while it started',
  while_busy: 'while it worked',
  while_idle: 'while it waited',
  time_limit: 'over its time limit',
  memory_limit: 'over its memory limit',
}

/** The processes that ended otherwise than they should, each with its certificate. */
export function Deaths() {
  const query = useQuery(deathsQuery)
  return (
    <section aria-labelledby="deaths" className={styles.group}>
      <h2 id="deaths">Deaths</h2>
      <Guarded query={query} what="Deaths of workers" role="viewer" lines={2}>
        {(deaths) =>
          deaths.length === 0 ? (
            <p className={uiStyles.hint}>None since the server started. Those that it stopped by itself are not counted.</p>
          ) : (
            <ul className={styles.deaths}>
              {deaths.map((death) => (
                <Death key={`${death.worker} ${death.at}`} death={death} />
              ))}
            </ul>
          )
        }
      </Guarded>
    </section>
  )
}

function Death({ death }: { death: WorkerDeath }) {
  return (
    <li>
      <details className={styles.death}>
        <summary>
          <Time at={death.at} /> <Badge tone="bad">{KINDS[death.kind]}</Badge>{' '}
          <span>
            {death.worker} {death.exit}
          </span>{' '}
          {death.workflow_id ? (
            <span className={uiStyles.hint}>
              {death.workflow_id} › {death.task}
            </span>
          ) : null}
        </summary>
        <Certificate death={death} />
      </details>
    </li>
  )
}

function Certificate({ death }: { death: WorkerDeath }) {
  return (
    <>
      <dl className={styles.certificate}>
        <Fact name="Process">{death.pid}</Fact>
        <Fact name="Exit code">{death.exit_code}</Fact>
        <Fact name="Memory, seen last">{death.resident_bytes === 0 ? 'never seen' : <Bytes bytes={death.resident_bytes} />}</Fact>
        <Fact name="Most memory">
          <Bytes bytes={death.peak_bytes} />
        </Fact>
        <Fact name="Lived">
          <Duration seconds={death.lived_seconds} />
        </Fact>
        <Fact name="Tasks before">{death.tasks}</Fact>
        <Fact name="Lost by this workflow within an hour">{death.this_hour}</Fact>
        {death.run_id ? (
          <Fact name="Run">
            <Link href={`/runs/${death.run_id}`}>{death.run_id}</Link>
          </Fact>
        ) : null}
      </dl>
      {death.last_output ? (
        <pre className={uiStyles.code} role="region" tabIndex={0} aria-label="What it printed last">
          {death.last_output}
        </pre>
      ) : (
        <p className={uiStyles.hint}>It printed nothing.</p>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
