import type { Run } from '../api/client'
import { instant } from './instant'
import { linesOf } from './logLines'
import { isFinal, NOTHING_YET, type Attempt, type AttemptEnd, type RunState, type TaskState } from './runState'

const ENDS: Partial<Record<TaskState['status'], AttemptEnd>> = { succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled' }

/** What the run's document says, for as long as the events have not told as much. Of each task it knows the last attempt. */
export function fromDocument(run: Run): RunState {
  const tasks = run.tasks.map<TaskState>((task) => ({
    name: task.name,
    status: task.status,
    attempts: task.attempts,
    startedAt: task.started_at,
    finishedAt: task.finished_at,
    userSeconds: task.user_seconds,
    skippedBecause: task.skipped_because,
    error: task.error,
  }))
  return {
    ...NOTHING_YET,
    status: run.status,
    acceptedAt: run.accepted_at,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    error: run.error,
    tasks: new Map(tasks.map((task) => [task.name, task])),
    attempts: tasks.filter((task) => task.attempts > 0).map(lastAttempt),
    messages: run.messages,
    log: run.log.flatMap(linesOf),
  }
}

function lastAttempt(task: TaskState): Attempt {
  const { name, attempts, startedAt, userSeconds, error } = task
  const isOpen = task.status === 'running'
  const end = isOpen ? null : (ENDS[task.status] ?? (error && task.finishedAt ? 'failed' : 'interrupted'))
  return { task: name, number: attempts, startedAt, endedAt: isOpen ? null : (task.finishedAt ?? startedAt), end, userSeconds, error, retryInSeconds: null }
}

/** Whether the events have not yet told what the document says: then the document is the newer one, and shown. */
export function isBehind(state: RunState, run: Run): boolean {
  if (state.lastAt === null || state.lastSeq < Math.max(run.log.at(-1)?.seq ?? 0, run.messages.at(-1)?.seq ?? 0)) {
    return true
  }
  return run.finished_at !== null && instant(state.lastAt) < instant(run.finished_at)
}

/** Whether the last event that was applied is the run's last one. A run that was retried has ended before: only its document can tell which end is the last. */
export function hasEnded(state: RunState, run: Run): boolean {
  return isFinal(state.status) && isFinal(run.status) && state.finishedAt === run.finished_at
}
