import { expect, test } from 'vitest'

import type { Key } from '../../api/client'
import { EMPTY_KEY, inOrder, keyRequest, keyState } from './keyRequest'

const KEY: Key = {
  id: '1',
  name: 'shop',
  hint: 'bew_abcd',
  role: 'caller',
  workflows: [],
  user: 'shop',
  may_act_for_others: false,
  rate_per_minute: null,
  created_at: '2026-01-01T00:00:00Z',
  created_by: null,
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
}
const NOW = new Date('2026-02-01T00:00:00Z').getTime()

test('leaves to the server what was not typed', () => {
  expect(keyRequest({ ...EMPTY_KEY, name: ' shop ' })).toEqual({ name: 'shop', role: 'caller', may_act_for_others: false })
})

test('sends limits, user and expiry', () => {
  const request = keyRequest({ ...EMPTY_KEY, name: 'shop', user: 'ada', ratePerMinute: '60', workflows: ['hello'], mayActForOthers: true, expiresAt: '2026-12-24T18:00' })

  expect(request).toMatchObject({ user: 'ada', rate_per_minute: 60, workflows: ['hello'], may_act_for_others: true })
  expect(new Date(request.expires_at ?? '').getTime()).toBe(new Date('2026-12-24T18:00').getTime())
})

test('only a caller is held to workflows', () => {
  expect(keyRequest({ ...EMPTY_KEY, name: 'a', role: 'author', workflows: ['hello'] })).not.toHaveProperty('workflows')
})

test('a key is valid until it expires or is revoked', () => {
  expect(keyState(KEY, NOW)).toBe('valid')
  expect(keyState({ ...KEY, expires_at: '2026-01-31T00:00:00Z' }, NOW)).toBe('expired')
  expect(keyState({ ...KEY, expires_at: '2026-01-31T00:00:00Z', revoked_at: '2026-01-02T00:00:00Z' }, NOW)).toBe('revoked')
})

test('valid keys come first, the newest before the others', () => {
  const keys = [{ ...KEY, id: 'gone', created_at: '2026-01-09T00:00:00Z', revoked_at: '2026-01-10T00:00:00Z' }, { ...KEY, id: 'old' }, { ...KEY, id: 'new', created_at: '2026-01-05T00:00:00Z' }]

  expect(inOrder(keys, NOW).map(({ id }) => id)).toEqual(['new', 'old', 'gone'])
})
