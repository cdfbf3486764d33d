import { Link } from 'wouter'

import type { Run } from '../api/client'
import type { StreamState } from '../api/events'
import { Badge, CopyButton, Duration, PageHead, StatusBadge, Time, type Tone } from '../ui'
import { instant } from './instant'
import { RunActions } from './RunActions'
import { isFinal, type RunState } from './runState'
import styles from './runs.module.css'
import { useNow } from './useNow'

/** Which run this is, how it is, and what can be done about it. */
export function RunHead({ run, state, stream }: { run: Run; state: RunState; stream: StreamState }) {
  return (
    <header className={styles.head}>
      <PageHead
        title={
          <>
            <Link href={`/workflows/${run.workflow_id}/graph`}>{run.workflow_id}</Link> <span className={styles.quiet}>run</span>
          </>
        }
        about={
          <>
            <StatusBadge status={state.status} />
            <Connection stream={stream} isOver={isFinal(state.status)} />
          </>
        }
      >
        <RunActions run={run} state={state} />
      </PageHead>
      <dl className={styles.facts}>
        <Fact name="Accepted">
          <Time at={run.accepted_at} />
        </Fact>
        <Fact name="Waited">
          <Duration seconds={state.startedAt ? Math.max(0, instant(state.startedAt) - instant(lifeBegin(run, state))) / 1000 : null} />
        </Fact>
        <Fact name="Took">
          <Took state={state} />
        </Fact>
        <Fact name="Version">{run.version}</Fact>
        <Fact name="Mode">{run.mode}</Fact>
        {run.user ? <Fact name="For">{run.user}</Fact> : null}
        {run.schedule_id ? <Fact name="Schedule">{run.schedule_id}</Fact> : null}
        <Fact name="Run">
          <code>{run.run_id}</code> <CopyButton text={run.run_id} label="Copy id" />
        </Fact>
      </dl>
    </header>
  )
}

/** When the run was accepted, or retried last. */
function lifeBegin(run: Run, state: RunState): string {
  return state.notes.findLast((note) => note.isRetry)?.at ?? run.accepted_at
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Took({ state }: { state: RunState }) {
  const now = useNow(!isFinal(state.status))
  const end = state.finishedAt ? instant(state.finishedAt) : now
  return <Duration seconds={state.startedAt ? Math.max(0, end - instant(state.startedAt)) / 1000 : null} />
}

const CONNECTIONS: Record<StreamState, [string, Tone]> = {
  connecting: ['connecting…', 'warn'],
  live: ['live', 'busy'],
  ended: ['complete', 'quiet'],
  refused: ['not live', 'warn'],
}

/** Whether the page hears of the run what happens, as it happens. */
function Connection({ stream, isOver }: { stream: StreamState; isOver: boolean }) {
  const [text, tone] = CONNECTIONS[stream]
  return (
    <span role="status" aria-label="Connection">
      {isOver && stream !== 'connecting' ? null : <Badge tone={tone}>{text}</Badge>}
    </span>
  )
}
