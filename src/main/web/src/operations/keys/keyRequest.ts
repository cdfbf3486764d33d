import type { Key, NewKey, Role } from '../../api/client'

/** What is typed to make a key, as text. */
export interface KeyForm {
  name: string
  role: Role
  workflows: string[]
  user: string
  mayActForOthers: boolean
  ratePerMinute: string
  /** As an input of the type `datetime-local` has it, in the reader's time zone. */
  expiresAt: string
}

export const EMPTY_KEY: KeyForm = { name: '', role: 'caller', workflows: [], user: '', mayActForOthers: false, ratePerMinute: '', expiresAt: '' }

export const ROLES: readonly { role: Role; about: string }[] = [
  { role: 'caller', about: 'calls workflows, sees and controls its own runs' },
  { role: 'viewer', about: 'reads everything but keys and secrets' },
  { role: 'author', about: 'makes, publishes and calls workflows and schedules; its holder can run code on the workers' },
  { role: 'admin', about: 'may do everything, keys and secrets included' },
]

export function keyRequest(form: KeyForm): NewKey {
  return {
    name: form.name.trim(),
    role: form.role,
    may_act_for_others: form.mayActForOthers,
    ...(form.role === 'caller' && form.workflows.length > 0 ? { workflows: form.workflows } : {}),
    ...(form.user.trim() === '' ? {} : { user: form.user.trim() }),
    ...(form.ratePerMinute === '' ? {} : { rate_per_minute: Number(form.ratePerMinute) }),
    ...(form.expiresAt === '' ? {} : { expires_at: new Date(form.expiresAt).toISOString() }),
  }
}

export type KeyState = 'valid' | 'expired' | 'revoked'

export function keyState(key: Key, now: number): KeyState {
  if (key.revoked_at) {
    return 'revoked'
  }
  return key.expires_at && new Date(key.expires_at).getTime() <= now ? 'expired' : 'valid'
}

/** Valid keys first, newest first. */
export function inOrder(keys: readonly Key[], now: number): Key[] {
  return keys.toSorted((left, right) => Number(keyState(left, now) !== 'valid') - Number(keyState(right, now) !== 'valid') || right.created_at.localeCompare(left.created_at))
}
