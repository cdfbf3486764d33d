import { expect, test } from 'vitest'

import { columns, EMPTY_HISTORY, summary, withReading, type History } from './history'
import { PANELS, type Panel } from './panels'
import { parsePrometheus } from './prometheus'

function panel(id: string): Panel {
  const found = PANELS.find((one) => one.id === id)
  if (!found) {
    throw new Error(`there is no panel ${id}`)
  }
  return found
}

const CALLS = panel('calls')
const WORKERS = panel('workers')

function looked(history: History, at: number, text: string): History {
  return withReading(history, { at, families: parsePrometheus(`process_start_time_seconds 1\n${text}`) })
}

test('each panel gets its own lines', () => {
  let history = looked(EMPTY_HISTORY, 100, 'bew_calls_total{status="2xx"} 10\nbew_workers{state="busy"} 2\nbew_workers{state="idle"} 1')
  history = looked(history, 103, 'bew_calls_total{status="2xx"} 16\nbew_workers{state="busy"} 3\nbew_workers{state="idle"} 0')

  const [times, succeeded] = columns(history.points.items, CALLS)
  expect(times).toEqual([100, 103])
  expect(succeeded).toEqual([null, 2])
  expect(columns(history.points.items, WORKERS).slice(1, 3)).toEqual([
    [2, 3],
    [1, 0],
  ])
})

test('where nobody looked there is a gap and no rate', () => {
  let history = looked(EMPTY_HISTORY, 100, 'bew_workers{state="busy"} 2\nbew_calls_total{status="2xx"} 10')
  history = looked(history, 400, 'bew_workers{state="busy"} 2\nbew_calls_total{status="2xx"} 900')

  expect(columns(history.points.items, WORKERS)[1]).toEqual([2, null, 2])
  expect(columns(history.points.items, CALLS)[1]).toEqual([null, null, null])
})

test('what numbers are computed from is kept for half a minute', () => {
  let history = EMPTY_HISTORY
  for (let at = 0; at < 100; at += 3) {
    history = looked(history, at, '')
  }

  expect(history.points.items.length).toBe(34)
  expect(history.recent.length).toBeLessThanOrEqual(12)
})

test('a reading that is not newer says nothing', () => {
  const history = looked(EMPTY_HISTORY, 100, '')

  expect(looked(history, 100, '')).toBe(history)
})

test('a line in words is its newest, least and greatest value', () => {
  expect(summary([3, null, 1, 2])).toEqual({ now: 2, least: 1, most: 3 })
  expect(summary([null])).toEqual({ now: null, least: null, most: null })
})
