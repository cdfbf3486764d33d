import { expect, test } from 'vitest'

import type { Run } from '../api/client'
import { applyEvents } from './applyEvents'
import { FAILING, RETRIED, timeOf, ZERO_DIVISION } from './events.fixture'
import { fromDocument, hasEnded, isBehind } from './fromDocument'
import { NOTHING_YET } from './runState'

const FAILED: Run = {
  run_id: '019bfe2c-4f3a-7c11-9a52-6f1c0d3e8b7a',
  workflow_id: 'failing',
  version: 1,
  mode: 'background',
  status: 'failed',
  method: 'POST',
  user: null,
  request: { url_params: {}, req_body: {}, req_form: {}, files: {} },
  tasks: [
    { name: 'load', status: 'succeeded', attempts: 1, started_at: timeOf(3), finished_at: timeOf(6), seconds: 0.3, user_seconds: 0.05, skipped_because: null, error: null, attempt_list: [{ attempt: 1, status: 'succeeded', started_at: timeOf(3), finished_at: timeOf(6), seconds: 0.3, user_seconds: 0.05, error: null }] },
    {
      name: 'divide',
      status: 'failed',
      attempts: 2,
      started_at: timeOf(9),
      finished_at: timeOf(10),
      seconds: 0.1,
      user_seconds: null,
      skipped_because: null,
      error: ZERO_DIVISION,
      attempt_list: [
        { attempt: 1, status: 'failed', started_at: timeOf(7), finished_at: timeOf(8), seconds: 0.1, user_seconds: null, error: ZERO_DIVISION },
        { attempt: 2, status: 'failed', started_at: timeOf(9), finished_at: timeOf(10), seconds: 0.1, user_seconds: null, error: ZERO_DIVISION },
      ],
    },
    { name: 'after', status: 'not_started', attempts: 0, started_at: null, finished_at: null, seconds: null, user_seconds: null, skipped_because: null, error: null, attempt_list: [] },
  ],
  error: ZERO_DIVISION,
  timing: null,
  accepted_at: timeOf(1),
  started_at: timeOf(2),
  finished_at: timeOf(11),
  seconds: 0.9,
  messages: [{ seq: 5, at: timeOf(5), task: 'load', message: { done: 1 } }],
  log: [{ seq: 4, at: timeOf(4), task: 'load', attempt: 1, text: 'two\nlines\n' }],
  result_url: '/result',
  events_url: '/events',
}

test('a document and the events up to it tell the same, but for when a task was to be tried again', () => {
  const told = applyEvents(NOTHING_YET, FAILING)
  const attempts = told.attempts.map((attempt) => ({ ...attempt, retryInSeconds: null }))
  expect(fromDocument(FAILED)).toEqual({ ...told, lastSeq: 0, lastAt: null, attempts })
})

test('events are behind their document until they have told its end', () => {
  expect(isBehind(NOTHING_YET, FAILED)).toBe(true)
  expect(isBehind(applyEvents(NOTHING_YET, FAILING.slice(0, 10)), FAILED)).toBe(true)
  expect(isBehind(applyEvents(NOTHING_YET, FAILING), FAILED)).toBe(false)
})

test('events are behind the document of a run under way until they have told all of its output', () => {
  const running: Run = { ...FAILED, status: 'running', finished_at: null }
  expect(isBehind(applyEvents(NOTHING_YET, FAILING.slice(0, 4)), running)).toBe(true)
  expect(isBehind(applyEvents(NOTHING_YET, FAILING.slice(0, 5)), running)).toBe(false)
})

test('events of a retry are ahead of the document of the life before', () => {
  expect(isBehind(applyEvents(NOTHING_YET, [...FAILING, ...RETRIED.slice(0, 1)]), FAILED)).toBe(false)
})

test('only the end that the document knows is the last one', () => {
  const again: Run = { ...FAILED, status: 'succeeded', finished_at: timeOf(18) }
  expect(hasEnded(applyEvents(NOTHING_YET, FAILING), FAILED)).toBe(true)
  expect(hasEnded(applyEvents(NOTHING_YET, FAILING), again)).toBe(false)
  expect(hasEnded(applyEvents(NOTHING_YET, [...FAILING, ...RETRIED]), again)).toBe(true)
  expect(hasEnded(applyEvents(NOTHING_YET, FAILING.slice(0, 10)), FAILED)).toBe(false)
})

test('parts of a millisecond count, and zeros that are left out do not', () => {
  const end = { ...FAILED, finished_at: '2026-01-31T12:00:01.1005Z' }
  const told = applyEvents(NOTHING_YET, FAILING)
  expect(isBehind({ ...told, lastAt: '2026-01-31T12:00:01.1004Z' }, end)).toBe(true)
  expect(isBehind({ ...told, lastAt: '2026-01-31T12:00:01.100500Z' }, end)).toBe(false)
  expect(isBehind({ ...told, lastAt: '2026-01-31T12:00:02Z' }, end)).toBe(false)
})
