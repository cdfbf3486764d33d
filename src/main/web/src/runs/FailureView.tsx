import { Link } from 'wouter'

import type { Run } from '../api/client'
import { Bytes, Duration } from '../ui'
import { CodeLines } from './CodeLines'
import { failurePlace } from './failurePlace'
import type { Failure } from './runState'
import styles from './runs.module.css'
import { useDefinition } from './useDefinition'

const KINDS: Record<Failure['kind'], string> = {
  raised: 'raised an exception',
  task_timeout: 'took longer than it may',
  memory_limit: 'needed more memory than it may',
  run_timeout: 'The run took longer than it may',
  worker_lost: 'lost its worker',
  server_lost: 'The run lost its server too often',
  no_worker: 'found no worker',
  cancelled: 'The run was cancelled',
  internal: 'The server has a fault',
}

/** Why a run or an attempt failed: in words, in the code of that version with the author's line marked, and as Python tells it. */
export function FailureView({ failure, run }: { failure: Failure; run: Run }) {
  return (
    <div className={styles.failure}>
      <div>
        {failure.task ? (
          <>
            <Link href={`/workflows/${run.workflow_id}/graph`}>
              <code>{failure.task}</code>
            </Link>{' '}
          </>
        ) : null}
        {KINDS[failure.kind]}
      </div>
      <div className={styles.failureText}>
        <strong>{failure.type}</strong>
        {failure.message ? `: ${failure.message}` : null}
      </div>
      <FailedLine failure={failure} run={run} />
      {failure.traceback ? (
        <details>
          <summary>Traceback</summary>
          <pre className={styles.block} role="region" aria-label="Traceback" tabIndex={0}>
            {failure.traceback}
          </pre>
        </details>
      ) : null}
      {failure.death ? <Death death={failure.death} /> : null}
    </div>
  )
}

function FailedLine({ failure, run }: { failure: Failure; run: Run }) {
  const { data: definition } = useDefinition(run)
  const place = failurePlace(failure, run.workflow_id)
  const code = definition?.tasks.find((task) => task.name === place?.task)?.code
  if (!place || !code) {
    return null
  }
  return <CodeLines code={code} label={`Code of ${place.task} in version ${run.version}, line ${place.line} is marked`} marked={place.line} note={`${failure.type}: ${failure.message}`.split('\n')[0]} />
}

function Death({ death }: { death: NonNullable<Failure['death']> }) {
  return (
    <details>
      <summary>The Python process that ended: {death.exit}</summary>
      <dl className={styles.facts}>
        <dt>Process</dt>
        <dd>
          {death.worker}, pid {death.pid}
        </dd>
        <dt>Lived</dt>
        <dd>
          <Duration seconds={death.lived_seconds} />, {death.tasks} tasks
        </dd>
        <dt>Memory at most</dt>
        <dd>
          <Bytes bytes={death.peak_bytes} />
        </dd>
        <dt>Lost this hour</dt>
        <dd>{death.this_hour}</dd>
      </dl>
      {death.last_output ? (
        <pre className={styles.block} role="region" aria-label="Last output" tabIndex={0}>
          {death.last_output}
        </pre>
      ) : null}
    </details>
  )
}
