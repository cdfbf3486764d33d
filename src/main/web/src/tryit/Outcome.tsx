import { Download } from 'lucide-react'
import { Link } from 'wouter'

import type { ResponseItem } from '../api/client'
import { ApiFailure, type Problem } from '../api/problem'
import { Badge, Button, Bytes, buttonClass, Duration, Empty, ProblemBox, Skeleton, type Tone } from '../ui'
import { AnswerView } from '../values/AnswerView'
import { download } from '../values/download'
import { TextView } from '../values/TextView'
import { errorsOf, type CallOutcome, type Fault } from './call'
import { EventFeed } from './EventFeed'
import styles from './outcome.module.css'
import type { CallState } from './useCall'
import { Waterfall } from './Waterfall'

interface Props {
  state: CallState
  items: readonly ResponseItem[]
  fileName: string
  /** Those of the problem's errors that are not shown beside a field. */
  elsewhere: readonly Fault[]
}

/** What came of a call: how it was answered, in what time, and with what. */
export function Outcome({ state: { isBusy, outcome, events, failure }, items, fileName, elsewhere }: Props) {
  if (!isBusy && !outcome && !failure && events.length === 0) {
    return (
      <Empty title="No call yet">
        <p>Send one: its status, times and answer are shown here.</p>
      </Empty>
    )
  }
  return (
    <div className={styles.outcome}>
      {isBusy ? <Busy isStreaming={events.length > 0} /> : null}
      {failure ? <ProblemBox failure={new ApiFailure(failure)} /> : null}
      {outcome ? <Status outcome={outcome} /> : null}
      {outcome && outcome.timings.length > 0 ? <Waterfall timings={outcome.timings} seconds={outcome.seconds} rest={events.length > 0 ? 'run' : 'network'} /> : null}
      {events.length > 0 ? <EventFeed events={events} /> : null}
      {outcome ? <Content outcome={outcome} items={items} fileName={fileName} elsewhere={elsewhere} /> : null}
      {outcome ? <Headers headers={outcome.headers} /> : null}
    </div>
  )
}

function Busy({ isStreaming }: { isStreaming: boolean }) {
  return isStreaming ? (
    <div>
      <Badge tone="busy">live</Badge>
    </div>
  ) : (
    <Skeleton lines={4} />
  )
}

function toneOf(outcome: CallOutcome): Tone {
  if (outcome.content.kind === 'problem' || outcome.status >= 400) {
    return 'bad'
  }
  return outcome.content.kind === 'cut' ? 'warn' : 'good'
}

function Status({ outcome }: { outcome: CallOutcome }) {
  return (
    <div className={styles.status} role="status">
      <Badge tone={toneOf(outcome)}>
        <span className={styles.code}>{outcome.status}</span> {outcome.statusText}
      </Badge>
      <span>
        <Duration seconds={outcome.seconds} />
      </span>
      <span className={styles.count}>
        <Bytes bytes={outcome.bytes} />
      </span>
      {outcome.runId ? <Link href={`/runs/${outcome.runId}`}>Open the run</Link> : null}
    </div>
  )
}

function Content({ outcome: { content, runId }, items, fileName, elsewhere }: Pick<Props, 'items' | 'fileName' | 'elsewhere'> & { outcome: CallOutcome }) {
  switch (content.kind) {
    case 'answer':
      return <AnswerView answer={content.answer} items={items} fileName={fileName} />
    case 'accepted':
      return (
        <Empty title="The run goes on in the background">
          <p>It is recorded: whatever is restarted meanwhile, it ends.</p>
          <Link href={`/runs/${content.run.run_id}`} className={buttonClass('primary')}>
            Watch the run
          </Link>
        </Empty>
      )
    case 'problem':
      return <ProblemBox failure={new ApiFailure(besideFields(content.problem, elsewhere))} />
    case 'text':
      return <TextView label="Answer" text={content.text} />
    case 'file':
      return (
        <div>
          <Button onClick={() => download(content.name, content.blob)}>
            <Download size={14} aria-hidden /> Save {content.name}
          </Button>
        </div>
      )
    case 'cut':
      return (
        <Empty title="The connection broke">
          <p>The run went on without it.</p>
          {runId ? <Link href={`/runs/${runId}`}>See how far it is</Link> : null}
        </Empty>
      )
  }
}

/** The problem without what the fields say themselves. */
function besideFields(problem: Problem, elsewhere: readonly Fault[]): Problem {
  const isAllShown = (problem.errors ?? []).length > 0 && elsewhere.length === 0
  return { ...problem, errors: errorsOf(elsewhere), ...(isAllShown ? { detail: 'What is wrong stands at the fields.' } : {}) }
}

function Headers({ headers }: { headers: [string, string][] }) {
  return (
    <details>
      <summary>Headers of the answer</summary>
      <dl className={styles.headers}>
        {headers.map(([name, value], index) => (
          <div key={index} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
