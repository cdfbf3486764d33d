import { expect, test } from 'vitest'

import { parsePrometheus } from './prometheus'
import { quantile, rate, total, type Reading } from './readings'
import { emptyRing, pushed } from './ring'

const reading = (at: number, text: string): Reading => ({ at, families: parsePrometheus(`process_start_time_seconds 1\n${text}`) })

test('the ring keeps the newest and leaves older rings as they were', () => {
  const two = pushed(pushed(emptyRing<number>(2), 1), 2)
  const three = pushed(two, 3)

  expect(three.items).toEqual([2, 3])
  expect(two.items).toEqual([1, 2])
})

test('adds up samples with the labels that are asked for', () => {
  const now = reading(10, 'calls{status="2xx",workflow="a"} 2\ncalls{status="2xx",workflow="b"} 3\ncalls{status="5xx",workflow="a"} 4\nnone NaN')

  expect(total(now, 'calls', { status: '2xx' })).toBe(5)
  expect(total(now, 'calls')).toBe(9)
  expect(total(now, 'none')).toBeNull()
  expect(total(now, 'missing')).toBeNull()
})

test('a rate is what was counted in a second', () => {
  expect(rate(reading(10, 'calls 100'), reading(14, 'calls 120'), 'calls')).toBe(5)
})

test('a counter that was not there before began at zero', () => {
  expect(rate(reading(10, ''), reading(12, 'calls 8'), 'calls')).toBe(4)
})

test('there is no rate without a reading before, over a gap, or over a restart of the server', () => {
  const restarted = { at: 12, families: parsePrometheus('process_start_time_seconds 11\ncalls 2') }

  expect(rate(undefined, reading(12, 'calls 2'), 'calls')).toBeNull()
  expect(rate(reading(10, 'calls 1'), reading(100, 'calls 2'), 'calls')).toBeNull()
  expect(rate(reading(10, 'calls 1'), restarted, 'calls')).toBeNull()
})

const histogram = (ones: number, twos: number, more: number) =>
  `# TYPE t histogram\nt_bucket{le="1.0"} ${ones}\nt_bucket{le="2.0"} ${ones + twos}\nt_bucket{le="+Inf"} ${ones + twos + more}\nt_sum 0\nt_count ${ones + twos + more}`

test('a quantile counts only what came in between, and interpolates within its bucket', () => {
  const before = reading(10, histogram(1000, 0, 0))
  const now = reading(12, histogram(1010, 10, 0))

  expect(quantile(before, now, 't', 0.5)).toBe(1)
  expect(quantile(before, now, 't', 0.75)).toBe(1.5)
})

test('a quantile beyond the last bound is that bound, and there is none of nothing', () => {
  const before = reading(10, histogram(0, 0, 0))

  expect(quantile(before, reading(12, histogram(0, 0, 5)), 't', 0.99)).toBe(2)
  expect(quantile(before, reading(12, histogram(0, 0, 0)), 't', 0.99)).toBeNull()
})
