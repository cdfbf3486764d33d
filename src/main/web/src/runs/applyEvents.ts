import type { StreamEvent } from '../api/events'
import type { RunStatus } from '../api/client'
import { Draft } from './Draft'
import { linesOf } from './logLines'
import { isDone, waitingTask, type Attempt, type AttemptEnd, type Failure, type RunEventKind, type RunState, type TaskState } from './runState'

type Details = Record<string, unknown>
type Step = (draft: Draft, details: Details, at: string, seq: number) => void

/**
 * The state after some more events. Each counts once and after the one before it, whatever the order of arrival: those that were seen are left out, those that come too
 * early wait. A batch costs one copy of each list that it changes; the others stay the same objects.
 */
export function applyEvents(state: RunState, arrived: readonly StreamEvent[]): RunState {
  const ordered = [...state.early, ...arrived].filter((event) => event.seq > state.lastSeq).sort((one, other) => one.seq - other.seq)
  if (ordered.length === 0) {
    return state
  }
  const draft = new Draft(state)
  const early: StreamEvent[] = []
  for (const event of ordered) {
    if (event.seq === draft.state.lastSeq + 1) {
      step(draft, event)
    } else if (event.seq > draft.state.lastSeq && early.at(-1)?.seq !== event.seq) {
      early.push(event)
    }
  }
  return { ...draft.state, early }
}

/** An event of a kind that only a newer server knows changes nothing else. */
function step(draft: Draft, { kind, data, seq }: StreamEvent): void {
  const at = String(data['at'])
  STEPS[kind]?.(draft, data, at, seq)
  draft.set({ lastSeq: seq, lastAt: at })
}

const STEPS: Partial<Record<string, Step>> = {
  accepted: (draft, details, at) => {
    draft.set({ acceptedAt: at, tasks: new Map((details['tasks'] as string[]).map((name) => [name, waitingTask(name)])) })
  },
  started: (draft, _details, at) => {
    draft.set({ status: 'running', startedAt: at, finishedAt: null })
  },
  task_started: (draft, details, at) => {
    changeTask(draft, details, { status: 'running', attempts: attemptOf(details), startedAt: at, finishedAt: null, userSeconds: null })
    draft.attempts.push({ task: taskOf(details), number: attemptOf(details), startedAt: at, endedAt: null, end: null, userSeconds: null, error: null, retryInSeconds: null })
  },
  message: (draft, details, at, seq) => {
    draft.messages.push({ seq, at, task: taskOf(details), message: details['message'] })
  },
  messages_dropped: (draft, details, at, seq) => {
    draft.notes.push({ seq, at, text: `${String(details['count'])} messages of ${taskOf(details)} came too fast and were left out`, isRetry: false })
  },
  log: (draft, details, at, seq) => {
    const { log } = draft
    linesOf({ seq, at, task: taskOf(details), attempt: attemptOf(details), text: String(details['text']) }).forEach((line) => log.push(line))
  },
  task_succeeded: (draft, details, at) => {
    const userSeconds = Number(details['user_seconds'])
    changeTask(draft, details, { status: 'succeeded', finishedAt: at, userSeconds })
    endAttempt(draft, details, at, 'succeeded', { userSeconds })
  },
  task_failed: (draft, details, at) => {
    const error = details['error'] as Failure
    const retryInSeconds = (details['retry_in_seconds'] as number | null | undefined) ?? null
    changeTask(draft, details, { status: retryInSeconds === null ? 'failed' : 'waiting', finishedAt: at, error })
    endAttempt(draft, details, at, 'failed', { error, retryInSeconds })
  },
  task_cancelled: (draft, details, at) => {
    changeTask(draft, details, { status: 'cancelled', finishedAt: at })
    endAttempt(draft, details, at, 'cancelled', {})
  },
  task_passed_over: (draft, details) => changeTask(draft, details, { status: 'passed_over' }),
  task_skipped: (draft, details) => changeTask(draft, details, { status: 'skipped', skippedBecause: String(details['reason']) }),
  interrupted: (draft, details, at, seq) => {
    changeTasks(draft, (task) => (task.status === 'running' ? { ...task, status: 'waiting' } : task))
    cutOff(draft, at, 'interrupted')
    draft.notes.push({ seq, at, text: `Interrupted: ${String(details['reason'])}`, isRetry: false })
  },
  succeeded: (draft, _details, at) => endRun(draft, 'succeeded', null, at),
  failed: (draft, details, at) => endRun(draft, 'failed', details['error'] as Failure, at),
  cancelled: (draft, details, at) => endRun(draft, 'cancelled', { kind: 'cancelled', task: null, type: 'Cancelled', message: String(details['reason']) }, at),
  dead: (draft, details, at) => endRun(draft, 'dead', details['error'] as Failure, at),
  retried: (draft, _details, at, seq) => {
    changeTasks(draft, (task) => (isDone(task.status) ? task : { ...task, status: 'waiting' }))
    draft.set({ status: 'accepted', startedAt: null, finishedAt: null, error: null })
    draft.notes.push({ seq, at, text: 'Retried from where it failed', isRetry: true })
  },
} satisfies Record<RunEventKind, Step>

function taskOf(details: Details): string {
  return String(details['task'])
}

function attemptOf(details: Details): number {
  return Number(details['attempt'])
}

function changeTask(draft: Draft, details: Details, change: Partial<TaskState>): void {
  const name = taskOf(details)
  draft.tasks.set(name, { ...(draft.tasks.get(name) ?? waitingTask(name)), ...change })
}

function changeTasks(draft: Draft, change: (task: TaskState) => TaskState): void {
  draft.set({ tasks: new Map([...draft.state.tasks].map(([name, task]) => [name, change(task)])) })
}

/** An attempt that no worker took ends without having started. */
function endAttempt(draft: Draft, details: Details, at: string, end: AttemptEnd, change: Partial<Attempt>): void {
  const [task, number] = [taskOf(details), attemptOf(details)]
  const attempts = draft.attempts
  const position = attempts.findLastIndex((attempt) => attempt.task === task && attempt.number === number && attempt.endedAt === null)
  const begun = attempts[position] ?? { task, number, startedAt: null, endedAt: null, end: null, userSeconds: null, error: null, retryInSeconds: null }
  attempts[position === -1 ? attempts.length : position] = { ...begun, ...change, endedAt: at, end }
}

function cutOff(draft: Draft, at: string, end: AttemptEnd): void {
  draft.set({ attempts: draft.state.attempts.map((attempt) => (attempt.endedAt === null ? { ...attempt, endedAt: at, end } : attempt)) })
}

function endRun(draft: Draft, status: RunStatus, error: Failure | null, at: string): void {
  changeTasks(draft, (task) => taskAtEndOfRun(task, at))
  cutOff(draft, at, 'cancelled')
  draft.set({ status, error, finishedAt: at })
}

/** As the server has it: what was under way is cancelled, what waited for another attempt has failed, what had no turn did not start. */
function taskAtEndOfRun(task: TaskState, at: string): TaskState {
  if (task.status === 'running') {
    return { ...task, status: 'cancelled', finishedAt: at }
  }
  if (task.status !== 'waiting') {
    return task
  }
  return { ...task, status: task.error ? 'failed' : task.attempts > 0 ? 'cancelled' : 'not_started' }
}
