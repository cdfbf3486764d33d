import { Square } from 'lucide-react'
import { useEffect, useRef } from 'react'

import type { ResponseItem } from '../api/client'
import { ApiFailure, asProblem } from '../api/problem'
import { Button, Duration, Empty, ProblemBox, Skeleton, StatusBadge, Time } from '../ui'
import styles from './dashboard.module.css'
import { hasEnded, type Progress } from './progress'
import { ResultView } from './ResultView'
import type { DashboardRun } from './useDashboardRun'

interface Props {
  state: DashboardRun
  /** The run is another workflow's. */
  isForeign: boolean
  items: readonly ResponseItem[]
  fileName: string
  onLeave: () => void
}

/** How far the run is, what it says meanwhile, and what came of it. */
export function RunPanel({ state, isForeign, items, fileName, onLeave }: Props) {
  const { run, progress, failure, answer } = state
  if (isForeign || (failure && !run && asProblem(failure).status === 404)) {
    return (
      <section aria-label="The run" className={styles.panel}>
        <Empty title="This run is not here">
          <p>It was somebody else’s, or is kept no longer.</p>
          <Button onClick={onLeave}>Begin anew</Button>
        </Empty>
      </section>
    )
  }
  const isOver = hasEnded(progress.status)
  return (
    <section aria-label="The run" className={styles.panel}>
      <Status state={state} />
      {isOver ? null : <Bar progress={progress} />}
      <Messages progress={progress} isOver={isOver} />
      {failure ? <ProblemBox failure={forUsers(failure)} /> : null}
      {answer ? <ResultView answer={answer} items={items} fileName={fileName} /> : null}
      {isOver && !answer && !failure ? <Skeleton lines={3} /> : null}
    </section>
  )
}

/** What somebody who did not write the workflow needs of a failure: no tracebacks. */
function forUsers(failure: unknown): ApiFailure {
  const { type, title, status, detail, errors } = asProblem(failure)
  return new ApiFailure({ type, title, status, detail, ...(errors === undefined ? {} : { errors }) })
}

function Status({ state: { run, progress, stream, isCancelling, cancel } }: { state: DashboardRun }) {
  const isOver = hasEnded(progress.status)
  return (
    <div className={styles.status}>
      <span role="status">
        <StatusBadge status={progress.status === 'accepted' ? 'waiting' : progress.status} />
        {!isOver && run && stream === 'connecting' ? <span className={styles.quiet}> connecting…</span> : null}
      </span>
      {run ? (
        <span className={styles.quiet}>
          {isOver ? <Duration seconds={run.seconds} /> : <Time at={run.accepted_at} />}
        </span>
      ) : null}
      {isOver || !run ? null : (
        <Button onClick={cancel} disabled={isCancelling}>
          <Square size={14} aria-hidden /> {isCancelling ? 'Stopping…' : 'Stop'}
        </Button>
      )}
    </div>
  )
}

/** Without a word from the workflow the bar says only that it goes on. */
function Bar({ progress: { share } }: { progress: Progress }) {
  const percent = share === null ? undefined : Math.round(100 * share)
  return (
    <div className={styles.track} role="progressbar" aria-label="Progress" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <span className={share === null ? styles.unknown : styles.known} style={share === null ? {} : { width: `${100 * share}%` }} />
    </div>
  )
}

function Messages({ progress: { messages }, isOver }: { progress: Progress; isOver: boolean }) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [messages])
  if (messages.length === 0) {
    return null
  }
  const lines = (
    <ol ref={list} className={styles.messages} role="log" aria-label="Messages" tabIndex={0}>
      {messages.map((message) => (
        <li key={message.seq}>{message.text}</li>
      ))}
    </ol>
  )
  return isOver ? (
    <details>
      <summary className={styles.quiet}>{messages.length === 1 ? '1 message' : `${messages.length} messages`}</summary>
      {lines}
    </details>
  ) : (
    lines
  )
}
