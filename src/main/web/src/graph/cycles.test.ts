import { expect, test } from 'vitest'

import { cycleClosedBy, tasksAfter, tasksBefore } from './cycles'

const CHAIN = [
  { from: 'a', to: 'b' },
  { from: 'b', to: 'c' },
  { from: 'a', to: 'd' },
]

test('anEdgeBackNamesTheWholeCycle', () => {
  expect(cycleClosedBy(CHAIN, { from: 'c', to: 'a' })).toEqual(['c', 'a', 'b', 'c'])
})

test('anEdgeToItselfIsACycle', () => {
  expect(cycleClosedBy(CHAIN, { from: 'a', to: 'a' })).toEqual(['a', 'a'])
})

test('ofSeveralWaysTheShortestIsNamed', () => {
  expect(cycleClosedBy([...CHAIN, { from: 'a', to: 'c' }], { from: 'c', to: 'a' })).toEqual(['c', 'a', 'c'])
})

test('anEdgeForwardClosesNone', () => {
  expect(cycleClosedBy(CHAIN, { from: 'a', to: 'c' })).toBeNull()
  expect(cycleClosedBy(CHAIN, { from: 'd', to: 'c' })).toBeNull()
})

test('knowsWhatIsBeforeAndAfterAtAnyDistance', () => {
  expect(tasksBefore(CHAIN, 'c')).toEqual(new Set(['a', 'b']))
  expect(tasksAfter(CHAIN, 'a')).toEqual(new Set(['b', 'c', 'd']))
})
