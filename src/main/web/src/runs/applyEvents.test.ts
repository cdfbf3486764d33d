import { describe, expect, test } from 'vitest'

import type { StreamEvent } from '../api/events'
import { applyEvents } from './applyEvents'
import { event, FAILING, RETRIED, timeOf, ZERO_DIVISION } from './events.fixture'
import { NOTHING_YET, type RunState, type RunEventKind } from './runState'

const WHOLE = [...FAILING, ...RETRIED]
const told = (events: readonly StreamEvent[], from: RunState = NOTHING_YET) => applyEvents(from, events)
const statuses = (state: RunState) => [...state.tasks.values()].map((task) => task.status)

/** A run of two tasks, the first of which is under way. */
const running = told([event(1, 'accepted', { tasks: ['first', 'second'] }), event(2, 'started'), event(3, 'task_started', { task: 'first', attempt: 1 })])

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const copy = [...list]
  let random = seed
  for (let last = copy.length - 1; last > 0; last -= 1) {
    random = (random * 48_271) % 2_147_483_647
    const other = random % (last + 1)
    ;[copy[last], copy[other]] = [copy[other] as T, copy[last] as T]
  }
  return copy
}

describe('each event counts once and in its turn', () => {
  test('one at a time and all at once make the same run', () => {
    expect(WHOLE.reduce((state, next) => applyEvents(state, [next]), NOTHING_YET)).toEqual(told(WHOLE))
  })

  test('whatever the order of arrival, the cut into batches, and however often an event comes', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const arrived = shuffled([...WHOLE, ...shuffled(WHOLE, seed + 7).slice(0, 9)], seed)
      const cut = seed % arrived.length
      expect(told(arrived.slice(cut), told(arrived.slice(0, cut)))).toEqual(told(WHOLE))
    }
  })

  test('an event that comes too early waits and shows nothing', () => {
    const early = told([event(5, 'log', { task: 'first', attempt: 1, text: 'later\n' })], running)
    expect([early.lastSeq, early.log.length, early.early.length]).toEqual([3, 0, 1])
    const both = told([event(4, 'log', { task: 'first', attempt: 1, text: 'sooner\n' })], early)
    expect([both.lastSeq, both.log.map((piece) => piece.text), both.early]).toEqual([5, ['sooner', 'later'], []])
  })

  test('a stream that begins again from the start changes nothing', () => {
    const state = told(WHOLE)
    expect(told(WHOLE, state)).toBe(state)
  })

  test('a state that was handed out never changes', () => {
    const before = structuredClone(running)
    told([event(4, 'log', { task: 'first', attempt: 1, text: 'x' }), event(5, 'succeeded')], running)
    expect(running).toEqual(before)
  })

  test('what a batch does not touch stays the same object, so that nothing is drawn again for it', () => {
    const state = told([event(4, 'log', { task: 'first', attempt: 1, text: 'x' })], running)
    expect([state.tasks === running.tasks, state.attempts === running.attempts, state.messages === running.messages, state.log === running.log]).toEqual([true, true, true, false])
  })

  test('a kind that this page does not know is passed over without a gap', () => {
    const state = told([event(4, 'paused' as RunEventKind), event(5, 'log', { task: 'first', attempt: 1, text: 'x' })], running)
    expect([state.lastSeq, state.log.length]).toEqual([5, 1])
  })
})

describe('what tasks do', () => {
  test('attempts are kept with their times, and a task that waits for its next one says so', () => {
    const state = told(FAILING.slice(0, 8))
    expect(statuses(state)).toEqual(['succeeded', 'waiting', 'waiting'])
    expect(state.attempts).toEqual([
      { task: 'load', number: 1, startedAt: timeOf(3), endedAt: timeOf(6), end: 'succeeded', userSeconds: 0.05, error: null, retryInSeconds: null },
      { task: 'divide', number: 1, startedAt: timeOf(7), endedAt: timeOf(8), end: 'failed', userSeconds: null, error: ZERO_DIVISION, retryInSeconds: 0.1 },
    ])
  })

  test('an attempt that found no worker has an end without a start', () => {
    const state = told([event(4, 'task_failed', { task: 'second', attempt: 1, error: { ...ZERO_DIVISION, kind: 'no_worker' }, retry_in_seconds: 1 })], running)
    expect(state.attempts.at(-1)).toMatchObject({ task: 'second', number: 1, startedAt: null, end: 'failed' })
    expect(state.tasks.get('second')).toMatchObject({ status: 'waiting', attempts: 0 })
  })

  test('disabled and skipped tasks say so, and why', () => {
    const state = told([event(4, 'task_passed_over', { task: 'second' }), event(5, 'task_skipped', { task: 'first', reason: 'no edge was taken' })], running)
    expect([...state.tasks.values()].map((task) => [task.status, task.skippedBecause])).toEqual([
      ['skipped', 'no edge was taken'],
      ['passed_over', null],
    ])
  })

  test('an interruption cuts off what executes, which then begins again', () => {
    const state = told([event(4, 'interrupted', { reason: 'its server went away' }), event(5, 'task_started', { task: 'first', attempt: 2 })], running)
    expect(state.attempts.map((attempt) => [attempt.number, attempt.end, attempt.endedAt])).toEqual([
      [1, 'interrupted', timeOf(4)],
      [2, null, null],
    ])
    expect(state.tasks.get('first')).toMatchObject({ status: 'running', attempts: 2 })
    expect(state.notes.map((note) => note.text)).toEqual(['Interrupted: its server went away'])
  })

  test('messages that were left out are told of', () => {
    expect(told([event(4, 'messages_dropped', { task: 'first', count: 12 })], running).notes[0]?.text).toContain('12 messages of first')
  })

  test('output that is read after the end of its attempt is kept', () => {
    const state = told([event(4, 'task_succeeded', { task: 'first', attempt: 1, user_seconds: 0 }), event(5, 'log', { task: 'first', attempt: 1, text: 'late\n' })], running)
    expect(state.log).toEqual([{ id: '5:0', at: timeOf(5), task: 'first', attempt: 1, level: null, text: 'late' }])
  })

  test('an interceptor speaks before the start without being a task', () => {
    const state = told([event(1, 'accepted', { tasks: ['only'] }), event(2, 'log', { task: 'intercept', attempt: 1, text: 'looked\n' })])
    expect([statuses(state), state.log.length]).toEqual([['waiting'], 1])
  })
})

describe('ends', () => {
  test.each([
    ['failed', { error: ZERO_DIVISION }],
    ['cancelled', { reason: 'asked for' }],
    ['dead', { error: { ...ZERO_DIVISION, kind: 'worker_lost' } }],
  ] as const)('%s cancels what executes and starts nothing more', (kind, details) => {
    const state = told([event(4, kind, details)], running)
    expect([state.status, state.finishedAt, statuses(state)]).toEqual([kind, timeOf(4), ['cancelled', 'not_started']])
    expect(state.attempts.map((attempt) => [attempt.end, attempt.endedAt])).toEqual([['cancelled', timeOf(4)]])
    expect(state.error?.message).toBe(kind === 'cancelled' ? 'asked for' : 'division by zero')
  })

  test('a task that waited for another attempt has failed', () => {
    const state = told([...FAILING.slice(0, 8), event(9, 'cancelled', { reason: 'asked for' })])
    expect(statuses(state)).toEqual(['succeeded', 'failed', 'not_started'])
  })

  test('a retried run goes on from where it failed, with the attempts of both lives', () => {
    const again = told(WHOLE.slice(0, 12))
    expect([again.status, again.error, again.finishedAt, statuses(again)]).toEqual(['accepted', null, null, ['succeeded', 'waiting', 'waiting']])
    const state = told(WHOLE)
    expect([state.status, state.error, statuses(state)]).toEqual(['succeeded', null, ['succeeded', 'succeeded', 'succeeded']])
    expect(state.attempts.map((attempt) => `${attempt.task} ${attempt.number} ${String(attempt.end)}`)).toEqual(['load 1 succeeded', 'divide 1 failed', 'divide 2 failed', 'divide 3 succeeded', 'after 1 succeeded'])
  })
})

test('ten thousand lines in batches of a frame take less than the frames', () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => event(index + 4, 'log', { task: 'first', attempt: 1, text: `line ${index}\n` }))
  const began = performance.now()
  let state = running
  for (let from = 0; from < lines.length; from += 200) {
    state = applyEvents(state, lines.slice(from, from + 200))
  }
  expect(state.log.length).toBe(10_000)
  expect(performance.now() - began).toBeLessThan(1_000)
})
