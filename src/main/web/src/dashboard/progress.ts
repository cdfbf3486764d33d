import type { Run, RunStatus } from '../api/client'
import type { StreamEvent } from '../api/events'

/** What somebody who waits is told of a run. */
export interface Progress {
  status: RunStatus
  /** Of the run, by their numbers. */
  messages: readonly { seq: number; text: string }[]
  /** Between 0 and 1; null when nobody has said. */
  share: number | null
  /** Whether a task has said it, rather than that tasks have ended. */
  isSaid: boolean
  tasks: number
  endedTasks: number
  /** The last event that was taken in. */
  seq: number
}

export const NO_PROGRESS: Progress = { status: 'accepted', messages: [], share: null, isSaid: false, tasks: 0, endedTasks: 0, seq: 0 }

/** The events that a run's stream is asked for. */
export const KINDS = ['accepted', 'started', 'message', 'task_succeeded', 'task_skipped', 'task_passed_over', 'interrupted', 'succeeded', 'failed', 'cancelled', 'dead'] as const
export const LAST_KINDS = ['succeeded', 'failed', 'cancelled', 'dead'] as const

const FINAL: readonly RunStatus[] = LAST_KINDS
const MOST_MESSAGES = 500

export function hasEnded(status: RunStatus): boolean {
  return FINAL.includes(status)
}

/** The progress after one more event; events that come twice change nothing. */
export function withEvent(progress: Progress, { seq, kind, data }: StreamEvent): Progress {
  if (seq <= progress.seq) {
    return progress
  }
  const next = { ...progress, seq }
  switch (kind) {
    case 'accepted':
      return { ...next, tasks: Array.isArray(data['tasks']) ? data['tasks'].length : 0 }
    case 'started':
      return { ...next, status: 'running' }
    case 'message':
      return withMessage(next, seq, data['message'])
    case 'task_succeeded':
    case 'task_skipped':
    case 'task_passed_over':
      return withEndedTask(next)
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'dead':
      return { ...next, status: kind }
    default:
      return next
  }
}

function withMessage(progress: Progress, seq: number, message: unknown): Progress {
  const share = shareOf(message)
  const text = textOf(message)
  const messages = text === '' ? progress.messages : [...progress.messages.slice(1 - MOST_MESSAGES), { seq, text }]
  return share === null ? { ...progress, messages } : { ...progress, messages, share, isSaid: true }
}

function withEndedTask(progress: Progress): Progress {
  const endedTasks = progress.endedTasks + 1
  const isCounted = !progress.isSaid && progress.tasks > 1
  return { ...progress, endedTasks, share: isCounted ? Math.min(1, endedTasks / progress.tasks) : progress.share }
}

/** What a run that is looked at for the first time has said already. */
export function progressOf(run: Run): Progress {
  const start: Progress = { ...NO_PROGRESS, status: run.status, tasks: run.tasks.length }
  return run.messages.reduce((progress, { seq, message }) => withMessage(progress, seq, message), start)
}

const SHARES = ['progress', 'fraction', 'share', 'ratio']
const PERCENTS = ['percent', 'percentage', 'pct']
const PAIRS: readonly (readonly [string, string])[] = [
  ['done', 'of'],
  ['done', 'total'],
  ['current', 'total'],
  ['step', 'steps'],
  ['step', 'total'],
  ['round', 'rounds'],
  ['epoch', 'epochs'],
]

/** How far a task says that it is, in one of the ways in which people write that; null when it does not. */
export function shareOf(message: unknown): number | null {
  if (typeof message === 'string') {
    const [, percent] = /(?:^|\s)(\d{1,3}(?:\.\d+)?)\s?%/.exec(message) ?? []
    return percent === undefined ? null : within(Number(percent) / 100)
  }
  if (typeof message !== 'object' || message === null) {
    return null
  }
  const members = message as Record<string, unknown>
  const number = (name: string) => (typeof members[name] === 'number' && Number.isFinite(members[name]) ? members[name] : null)
  for (const name of SHARES) {
    const value = number(name)
    if (value !== null) {
      return within(value > 1 ? value / 100 : value)
    }
  }
  for (const name of PERCENTS) {
    const value = number(name)
    if (value !== null) {
      return within(value / 100)
    }
  }
  return PAIRS.map(([part, whole]) => quotient(number(part), number(whole))).find((share) => share !== null) ?? null
}

function quotient(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : within(part / whole)
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share))
}

const TEXTS = ['text', 'message', 'msg', 'label', 'title', 'status', 'stage']

/** What is shown of a message: its words where it has any; nothing when it only says how far the run is. */
export function textOf(message: unknown): string {
  if (typeof message === 'string') {
    return message
  }
  if (typeof message !== 'object' || message === null) {
    return JSON.stringify(message)
  }
  const members = message as Record<string, unknown>
  const words = TEXTS.map((name) => members[name]).find((value) => typeof value === 'string')
  if (words !== undefined) {
    return words
  }
  const isOnlyShare = shareOf(message) !== null && Object.keys(members).length <= 2
  return isOnlyShare ? '' : JSON.stringify(message)
}
