import type { StreamEvent } from '../api/events'
import type { RunEventKind } from './runState'

/** The nth event of a run that began at noon, a tenth of a second after the one before. */
export function event(seq: number, kind: RunEventKind, details: Record<string, unknown> = {}): StreamEvent {
  return { seq, kind, data: { seq, at: timeOf(seq), kind, ...details } }
}

export function timeOf(seq: number): string {
  return new Date(Date.UTC(2026, 0, 31, 12) + 100 * seq).toISOString()
}

export const ZERO_DIVISION = { kind: 'raised', task: 'divide', type: 'ZeroDivisionError', message: 'division by zero', traceback: 'Traceback (most recent call last):\n  File "failing/divide.py", line 7, in divide\n    1 / 0\nZeroDivisionError: division by zero\n' } as const

/** A run whose second task fails twice and is tried again in between; its third task has no turn. */
export const FAILING: StreamEvent[] = [
  event(1, 'accepted', { workflow_id: 'failing', tasks: ['load', 'divide', 'after'] }),
  event(2, 'started'),
  event(3, 'task_started', { task: 'load', attempt: 1, worker: 7 }),
  event(4, 'log', { task: 'load', attempt: 1, text: 'two\nlines\n' }),
  event(5, 'message', { task: 'load', message: { done: 1 } }),
  event(6, 'task_succeeded', { task: 'load', attempt: 1, user_seconds: 0.05 }),
  event(7, 'task_started', { task: 'divide', attempt: 1, worker: 7 }),
  event(8, 'task_failed', { task: 'divide', attempt: 1, error: ZERO_DIVISION, retry_in_seconds: 0.1 }),
  event(9, 'task_started', { task: 'divide', attempt: 2, worker: 8 }),
  event(10, 'task_failed', { task: 'divide', attempt: 2, error: ZERO_DIVISION, retry_in_seconds: null }),
  event(11, 'failed', { error: ZERO_DIVISION }),
]

/** The same after somebody retried it. */
export const RETRIED: StreamEvent[] = [
  event(12, 'retried'),
  event(13, 'started'),
  event(14, 'task_started', { task: 'divide', attempt: 3, worker: 8 }),
  event(15, 'task_succeeded', { task: 'divide', attempt: 3, user_seconds: 0.02 }),
  event(16, 'task_started', { task: 'after', attempt: 1, worker: 8 }),
  event(17, 'task_succeeded', { task: 'after', attempt: 1, user_seconds: 0.01 }),
  event(18, 'succeeded'),
]
