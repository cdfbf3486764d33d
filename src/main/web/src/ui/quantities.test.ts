import { expect, test } from 'vitest'

import { bytesText, durationText, relativeTime } from './quantities'

test('durations are told with three digits at most and a unit that fits', () => {
  expect([0.00027, 0.0021, 0.081, 0.5, 1.39, 42.1, 125, 7260].map(durationText)).toEqual(['0.27 ms', '2.1 ms', '81 ms', '500 ms', '1.39 s', '42.1 s', '2 min 5 s', '2 h 1 min'])
})

test('sizes are told in powers of a thousand', () => {
  expect([0, 999, 1000, 412_345, 999_999, 353_000_000].map(bytesText)).toEqual(['0 B', '999 B', '1.00 kB', '412 kB', '1.00 MB', '353 MB'])
})

test('times are told from now', () => {
  expect(relativeTime(new Date(0), 125_000)).toBe('2 min. ago')
  expect(relativeTime(new Date(3_600_000), 0)).toBe('in 1 hr.')
})

test('a day ahead or ago is counted, not named: which day it is depends on the hour', () => {
  const at = (hours: number) => relativeTime(new Date(hours * 3_600_000), 0)
  expect([34, 24, -34, -24, 50].map(at)).toEqual(['in 34 hr.', 'in 24 hr.', '34 hr. ago', '24 hr. ago', 'in 2 days'])
})

test('times are told in whole units, a larger one once there are two of it', () => {
  const at = (seconds: number) => relativeTime(new Date(1000 * seconds), 0)
  expect([0, 0.4, -0.4, -89, -3599, -5400].map(at)).toEqual(['now', 'now', 'now', '1 min. ago', '59 min. ago', '1 hr. ago'])
  expect([40, -400, 800].map((days) => at(86_400 * days))).toEqual(['in 40 days', '13 mo. ago', 'in 2 yr.'])
})
