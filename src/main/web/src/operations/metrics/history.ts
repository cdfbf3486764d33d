import type { Columns } from '../../ui/Plot'
import { PANELS, type Panel } from './panels'
import { areNeighbours, type Reading } from './readings'
import { emptyRing, pushed, type Ring } from './ring'

/** All lines of all panels at one moment, in their order; null where there is nothing to say. */
export interface Point {
  at: number
  values: readonly (number | null)[]
}

/** What is remembered: the numbers that are drawn for long, what they are computed from for half a minute only. */
export interface History {
  recent: readonly Reading[]
  points: Ring<Point>
}

/** Seconds that quantiles look back. */
const PAST = 30
/** An hour, at three seconds a point. */
const MOST_POINTS = 1200

export const EMPTY_HISTORY: History = { recent: [], points: emptyRing(MOST_POINTS) }

/** The history with one more reading. Where nobody looked for a while, a point without values makes the gap. */
export function withReading(history: History, now: Reading): History {
  const before = history.recent.at(-1)
  if (before && now.at <= before.at) {
    return history
  }
  const isContinued = areNeighbours(before, now)
  const recent = isContinued ? history.recent.filter((reading) => now.at - reading.at <= PAST) : []
  const moment = { now, before: isContinued ? before : undefined, past: recent[0] }
  const values = PANELS.flatMap((panel) => panel.lines.map((line) => line.value(moment)))
  const points = before && !isContinued ? pushed(history.points, gapAfter(before)) : history.points
  return { recent: [...recent, now], points: pushed(points, { at: now.at, values }) }
}

function gapAfter(before: Reading): Point {
  return { at: before.at + 0.001, values: PANELS.flatMap((panel) => panel.lines.map(() => null)) }
}

/** The points of one panel's lines, as they are plotted. */
export function columns(points: readonly Point[], panel: Panel): Columns {
  const start = PANELS.slice(0, PANELS.indexOf(panel)).reduce((sum, before) => sum + before.lines.length, 0)
  return [points.map((point) => point.at), ...panel.lines.map((_, line) => points.map((point) => point.values[start + line] ?? null))]
}

/** What a reader is told of a line who does not look at the plot. */
export interface LineSummary {
  now: number | null
  least: number | null
  most: number | null
}

export function summary(values: readonly (number | null)[]): LineSummary {
  const numbers = values.filter((value) => value !== null)
  if (numbers.length === 0) {
    return { now: null, least: null, most: null }
  }
  return { now: values.at(-1) ?? null, least: numbers.reduce((a, b) => Math.min(a, b)), most: numbers.reduce((a, b) => Math.max(a, b)) }
}
