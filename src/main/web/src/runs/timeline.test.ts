import { expect, test } from 'vitest'

import { applyEvents } from './applyEvents'
import { event, FAILING, timeOf } from './events.fixture'
import { NOTHING_YET } from './runState'
import { lengthOf, timelineOf } from './timeline'

test('bars are where the attempts were, from the start of the run to its end', () => {
  const { seconds, rows } = timelineOf(applyEvents(NOTHING_YET, FAILING), 0)
  expect(seconds).toBeCloseTo(0.9)
  expect(rows.map((row) => [row.task, row.bars.map((bar) => [Math.round(10 * bar.from), Math.round(10 * (bar.to ?? 0)), bar.end])])).toEqual([
    ['load', [[1, 4, 'succeeded']]],
    [
      'divide',
      [
        [5, 6, 'failed'],
        [7, 8, 'failed'],
      ],
    ],
    ['after', []],
  ])
})

test('what is under way grows with the time, and a clock that is behind takes nothing back', () => {
  const state = applyEvents(NOTHING_YET, FAILING.slice(0, 3))
  const length = (now: number) => {
    const timeline = timelineOf(state, now)
    return timeline.rows[0]?.bars.map((bar) => [bar.to, lengthOf(bar, timeline)])
  }
  expect(length(Date.parse(timeOf(3)) + 900)).toEqual([[null, 0.9]])
  expect(length(0)).toEqual([[null, 0]])
})

test('while a run goes on its scale changes in steps, and always holds all of it', () => {
  const state = applyEvents(NOTHING_YET, FAILING.slice(0, 3))
  const scales = Array.from({ length: 1_000 }, (_, index) => timelineOf(state, Date.parse(timeOf(3)) + 10 * index))
  expect(scales.every(({ seconds, scale }) => scale >= seconds && scale <= 1.051 * seconds)).toBe(true)
  expect(new Set(scales.map(({ scale }) => scale)).size).toBeLessThan(450)
})

test('rows are in the order in which tasks began', () => {
  const state = applyEvents(NOTHING_YET, [event(1, 'accepted', { tasks: ['c', 'b', 'a'] }), event(2, 'started'), event(3, 'task_started', { task: 'a', attempt: 1 }), event(4, 'task_started', { task: 'b', attempt: 1 })])
  expect(timelineOf(state, 0).rows.map((row) => row.task)).toEqual(['a', 'b', 'c'])
})

test('an attempt that no worker took is a point in time', () => {
  const state = applyEvents(NOTHING_YET, [event(1, 'accepted', { tasks: ['a'] }), event(2, 'started'), event(3, 'task_failed', { task: 'a', attempt: 1, error: {}, retry_in_seconds: 1 }), event(4, 'cancelled', { reason: '' })])
  expect(timelineOf(state, 0).rows[0]?.bars[0]).toMatchObject({ from: 0.1, to: 0.1, end: 'failed' })
})

test('a run without any time and one of hours have ticks at round numbers', () => {
  const lasting = (seconds: number) => timelineOf({ ...NOTHING_YET, acceptedAt: timeOf(0), startedAt: timeOf(0), finishedAt: new Date(Date.parse(timeOf(0)) + seconds * 1000).toISOString() }, 0).ticks.map((tick) => tick.seconds)
  expect(lasting(9)).toEqual([0, 2, 4, 6, 8])
  expect(lasting(7200)).toEqual([0, 1800, 3600, 5400, 7200])
  expect(lasting(0)).toHaveLength(6)
  expect(lasting(40)).toEqual([0, 10, 20, 30, 40])
})
