import { instant } from './instant'
import type { Attempt, AttemptEnd, RunState, TaskStatus } from './runState'

/** A run that takes no time at all still has a line to be drawn on; in milliseconds. */
const SHORTEST = 0.001

/** Between ticks, where decimal ones would be odd: seconds, minutes and hours. */
const STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400]

export interface Bar {
  attempt: Attempt
  /** In seconds since the begin of the whole time. */
  from: number
  /** Null: it is under way. */
  to: number | null
  end: AttemptEnd | 'running'
}

export interface TimelineRow {
  task: string
  status: TaskStatus
  bars: Bar[]
}

export interface Tick {
  /** Part of the whole time, from 0 to 1. */
  at: number
  seconds: number
}

export interface Timeline {
  /** Of the whole time until now. */
  seconds: number
  /** What is drawn: somewhat more, as long as the run goes on, so that the scale does not change with every event. */
  scale: number
  ticks: Tick[]
  rows: TimelineRow[]
}

/** Tasks and their attempts over time, in the order in which they began; those that did not begin come last. */
export function timelineOf(state: RunState, now: number): Timeline {
  const starts = state.attempts.flatMap((attempt) => (attempt.startedAt ? [instant(attempt.startedAt)] : []))
  const begin = Math.min(instant(state.startedAt ?? state.acceptedAt ?? ''), ...starts)
  const last = Math.max(begin, instant(state.lastAt ?? '') || 0, ...state.attempts.map((attempt) => instant(attempt.endedAt ?? '') || 0))
  const end = state.finishedAt ? instant(state.finishedAt) : Math.max(last, now)
  const length = Math.max(end - begin, SHORTEST)
  const bars = new Map<string, Bar[]>()
  for (const attempt of state.attempts) {
    bars.set(attempt.task, [...(bars.get(attempt.task) ?? []), barOf(attempt, begin)])
  }
  const rows = [...state.tasks.values()].map(({ name, status }) => ({ task: name, status, bars: bars.get(name) ?? [] }))
  const order = (row: TimelineRow) => row.bars[0]?.from ?? Infinity
  const scale = state.finishedAt ? length / 1000 : steppedUp(length / 1000)
  return { seconds: length / 1000, scale, ticks: ticksOf(scale), rows: rows.sort((one, other) => order(one) - order(other) || 0) }
}

/** In steps of a twentieth and less. */
function steppedUp(seconds: number): number {
  const step = 10 ** Math.floor(Math.log10(seconds)) / 20
  return step * Math.ceil(seconds / step)
}

function barOf(attempt: Attempt, begin: number): Bar {
  const since = (at: string) => (instant(at) - begin) / 1000
  const to = attempt.endedAt ? since(attempt.endedAt) : null
  return { attempt, from: attempt.startedAt ? since(attempt.startedAt) : (to ?? 0), to, end: attempt.end ?? 'running' }
}

/** How long an attempt took, or takes until now, in seconds. */
export function lengthOf({ from, to }: Bar, { seconds }: Timeline): number {
  return Math.max(0, (to ?? seconds) - from)
}

/** At most six, at round numbers. */
function ticksOf(seconds: number): Tick[] {
  const rough = seconds / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = STEPS.find((size) => size >= rough && rough > 5) ?? power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => ({ at: (index * step) / seconds, seconds: index * step }))
}
