import { expect, test } from 'vitest'

import type { StreamEvent } from '../api/events'
import { hasEnded, NO_PROGRESS, shareOf, textOf, withEvent, type Progress } from './progress'

function after(...events: [string, Record<string, unknown>?][]): Progress {
  return events.reduce((progress, [kind, data = {}], index) => withEvent(progress, { seq: index + 1, kind, data }), NO_PROGRESS)
}

test('a run starts, says things and ends', () => {
  const progress = after(['accepted', { tasks: ['a'] }], ['started'], ['message', { message: 'Loading' }], ['succeeded'])

  expect(progress).toMatchObject({ status: 'succeeded', messages: [{ seq: 3, text: 'Loading' }] })
  expect(hasEnded(progress.status)).toBe(true)
})

test('without a word of the tasks, those that ended tell how far it is', () => {
  expect(after(['accepted', { tasks: ['a', 'b', 'c', 'd'] }], ['task_succeeded'], ['task_skipped']).share).toBe(0.5)
})

test('one task alone tells nothing by ending', () => {
  expect(after(['accepted', { tasks: ['a'] }], ['task_succeeded']).share).toBeNull()
})

test('what a task says counts more than what has ended', () => {
  const progress = after(['accepted', { tasks: ['a', 'b'] }], ['message', { message: { progress: 0.2 } }], ['task_succeeded'])

  expect(progress).toMatchObject({ share: 0.2, isSaid: true, messages: [] })
})

test('an event that comes twice changes nothing', () => {
  const event: StreamEvent = { seq: 1, kind: 'message', data: { message: 'once' } }
  const once = withEvent(NO_PROGRESS, event)

  expect(withEvent(once, event)).toBe(once)
})

test.each([
  [{ progress: 0.25 }, 0.25],
  [{ progress: 40 }, 0.4],
  [{ percent: 0.5 }, 0.005],
  [{ percent: 120 }, 1],
  [{ step: 3, steps: 12, text: 'training' }, 0.25],
  [{ done: 1, total: 0 }, null],
  ['42 % of the rows', 0.42],
  ['9', null],
  [7, null],
  [null, null],
])('%j is the share %s', (message, share) => {
  expect(shareOf(message)).toBe(share)
})

test.each([
  ['Loading', 'Loading'],
  [{ text: 'step 1', progress: 0.1 }, 'step 1'],
  [{ step: 1, steps: 9 }, ''],
  [{ loss: 0.3, epoch: 2 }, '{"loss":0.3,"epoch":2}'],
  [5, '5'],
])('of %j is shown "%s"', (message, text) => {
  expect(textOf(message)).toBe(text)
})
