import { expect, test } from 'vitest'

import { asQuery, changed, filterOf, isLive, searchOf } from './runFilter'

const of = (search: string) => filterOf(new URLSearchParams(search))

test('an address and a filter are the same thing', () => {
  const search = 'workflow=hello&mode=background&status=failed&user=ada&time=24h&before=01a2'
  expect(searchOf(of(search), new URLSearchParams()).toString()).toBe(search)
})

test('what an address cannot ask for counts as not there, what is of others stays', () => {
  expect(searchOf(of('mode=streamed&status=odd&time=99y&since=yesterday'), new URLSearchParams('mode=streamed&status=odd&time=99y&plots=hidden')).toString()).toBe('plots=hidden')
})

test('a preset is from then until now, times are as they are given', () => {
  const now = Date.UTC(2026, 0, 31, 12)
  expect(asQuery(of('time=1h&workflow=hello&mode=foreground'), now)).toEqual({ workflow: 'hello', mode: 'foreground', since: '2026-01-31T11:00:00.000Z' })
  expect(asQuery(of('since=2026-01-01T00:00:00%2B01:00&until=2026-01-02T00:00:00Z'), now)).toEqual({ since: '2025-12-31T23:00:00.000Z', until: '2026-01-02T00:00:00.000Z' })
  expect(asQuery(of(''), now)).toEqual({})
})

test('another filter begins at the newest run, and the next page keeps the filter', () => {
  const filter = of('workflow=hello&before=01a2')
  expect(changed(filter, { status: 'failed' })).toMatchObject({ workflow: 'hello', status: 'failed', before: '' })
  expect(changed(filter, { before: '01a3' })).toMatchObject({ workflow: 'hello', before: '01a3' })
})

test('a preset and a time from … to exclude each other', () => {
  expect(changed(of('since=2026-01-01T00:00:00Z'), { time: '1h' })).toMatchObject({ time: '1h', since: '' })
  expect(changed(of('time=1h'), { since: '2026-01-01T00:00:00.000Z' })).toMatchObject({ time: '', since: '2026-01-01T00:00:00.000Z' })
})

test('new runs come into the first page of a time without end only', () => {
  expect(['', 'time=1h', 'before=01a2', 'until=2026-01-01T00:00:00Z'].map((search) => isLive(of(search)))).toEqual([true, true, false, false])
})
