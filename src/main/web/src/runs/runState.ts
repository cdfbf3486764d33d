import type { StreamEvent } from '../api/events'
import type { Run, RunStatus, RunTask, Schemas } from '../api/client'
import type { LogLine } from './logLines'

export type Failure = Schemas['Failure']
export type TaskStatus = RunTask['status']
export type RunMessage = Run['messages'][number]


export interface TaskState {
  name: string
  status: TaskStatus
  /** The number of the last attempt that was started; 0: none. */
  attempts: number
  startedAt: string | null
  finishedAt: string | null
  userSeconds: number | null
  skippedBecause: string | null
  error: Failure | null
}

export type AttemptEnd = 'succeeded' | 'failed' | 'cancelled' | 'interrupted'

export interface Attempt {
  task: string
  number: number
  /** Null: no worker took it. */
  startedAt: string | null
  /** Null: it is under way. */
  endedAt: string | null
  end: AttemptEnd | null
  userSeconds: number | null
  error: Failure | null
  /** When the task is tried again; null: never. */
  retryInSeconds: number | null
}

/** What happened to the run as a whole after it was accepted: it was interrupted, retried, or said more than it may. */
export interface RunNote {
  seq: number
  at: string
  text: string
  isRetry: boolean
}

/** A run as its events tell it. Nothing in here is ever changed; `apply` makes the next one. */
export interface RunState {
  /** Of the last event that was applied; 0: none. */
  lastSeq: number
  /** When that event happened; null: there was none. */
  lastAt: string | null
  /** Events that came before those that precede them. */
  early: readonly StreamEvent[]
  status: RunStatus
  acceptedAt: string | null
  startedAt: string | null
  finishedAt: string | null
  error: Failure | null
  /** In the order of the graph. */
  tasks: ReadonlyMap<string, TaskState>
  /** In the order in which they began. */
  attempts: readonly Attempt[]
  messages: readonly RunMessage[]
  log: readonly LogLine[]
  notes: readonly RunNote[]
}

/** The names of everything that can happen to a run. */
export const RUN_EVENTS = [
  'accepted',
  'started',
  'task_started',
  'message',
  'messages_dropped',
  'log',
  'task_succeeded',
  'task_failed',
  'task_cancelled',
  'task_passed_over',
  'task_skipped',
  'interrupted',
  'succeeded',
  'failed',
  'cancelled',
  'dead',
  'retried',
] as const

export type RunEventKind = (typeof RUN_EVENTS)[number]

export const NOTHING_YET: RunState = {
  lastSeq: 0,
  lastAt: null,
  early: [],
  status: 'accepted',
  acceptedAt: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  tasks: new Map(),
  attempts: [],
  messages: [],
  log: [],
  notes: [],
}

/** Whether nothing happens to a run of this status any more, unless somebody retries it. */
export function isFinal(status: RunStatus): boolean {
  return status !== 'accepted' && status !== 'running'
}

/** Whether a task of this status keeps its run from going on. */
export function isDone(status: TaskStatus): boolean {
  return status === 'succeeded' || status === 'passed_over' || status === 'skipped'
}

export function waitingTask(name: string): TaskState {
  return { name, status: 'waiting', attempts: 0, startedAt: null, finishedAt: null, userSeconds: null, skippedBecause: null, error: null }
}
