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
