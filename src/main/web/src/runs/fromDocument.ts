import type { Run, RunTask } from '../api/client'
import { instant } from './instant'
import { linesOf } from './logLines'
import { isFinal, NOTHING_YET, type Attempt, type RunState, type TaskState } from './runState'

/** What the run's document says, for as long as the events have not told as much. */
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
    attempts: run.tasks.flatMap((task) => task.attempt_list.map((attempt) => attemptOf(task.name, attempt))).sort(byStart),
    messages: run.messages,
    log: run.log.flatMap(linesOf),
  }
}

function attemptOf(task: string, { attempt, status, started_at, finished_at, user_seconds, error }: RunTask['attempt_list'][number]): Attempt {
  return { task, number: attempt, startedAt: started_at, endedAt: finished_at, end: status === 'running' ? null : status, userSeconds: user_seconds, error, retryInSeconds: null }
}

function byStart(one: Attempt, other: Attempt): number {
  return instant(one.startedAt ?? one.endedAt ?? '') - instant(other.startedAt ?? other.endedAt ?? '')
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
