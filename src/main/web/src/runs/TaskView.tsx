import { Empty, Loaded, StatusBadge, Table, Time, Duration } from '../ui'
import type { Run } from '../api/client'
import { CodeLines } from './CodeLines'
import { FailureView } from './FailureView'
import { instant } from './instant'
import type { Attempt, RunState } from './runState'
import styles from './runs.module.css'
import { useDefinition } from './useDefinition'

/** Everything about one task of the run: its attempts, why they failed, and its code as it was then. */
export function TaskView({ run, state, task }: { run: Run; state: RunState; task: string | null }) {
  const now = task === null ? undefined : state.tasks.get(task)
  if (!now) {
    return <Empty title="No task is chosen">Choose one in the graph or in the timeline.</Empty>
  }
  const attempts = state.attempts.filter((attempt) => attempt.task === now.name)
  return (
    <div className={styles.items}>
      <div className={styles.line}>
        <h2>{now.name}</h2> <StatusBadge status={now.status} />
      </div>
      {now.skippedBecause ? <p>Skipped: {now.skippedBecause}</p> : null}
      {attempts.length > 0 ? <Attempts attempts={attempts} /> : <p className={styles.quiet}>It was not started.</p>}
      {now.error && now.status !== 'succeeded' ? <FailureView failure={now.error} run={run} /> : <Code run={run} task={now.name} />}
    </div>
  )
}

function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <Table label="Attempts" head={['Attempt', 'End', 'Started', 'Took', 'Error']}>
      {attempts.map((attempt) => (
        <tr key={attempt.number}>
          <td>{attempt.number}</td>
          <td>
            <StatusBadge status={attempt.end ?? 'running'} />
          </td>
          <td>
            <Time at={attempt.startedAt} />
          </td>
          <td>
            <Duration seconds={attempt.startedAt && attempt.endedAt ? (instant(attempt.endedAt) - instant(attempt.startedAt)) / 1000 : null} />
          </td>
          <td className={styles.any}>
            {attempt.error ? `${attempt.error.type}: ${attempt.error.message}` : ''}
            {attempt.retryInSeconds === null ? null : (
              <span className={styles.quiet}>
                {' '}
                (again after <Duration seconds={attempt.retryInSeconds} />)
              </span>
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Code({ run, task }: { run: Run; task: string }) {
  const query = useDefinition(run)
  return (
    <Loaded query={query}>
      {(definition) => <CodeLines code={definition.tasks.find((one) => one.name === task)?.code ?? ''} label={`Code of ${task} in version ${run.version}`} />}
    </Loaded>
  )
}
