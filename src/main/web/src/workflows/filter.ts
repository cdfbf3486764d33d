import { useSearchParams } from 'wouter'

import type { Mode } from '../api/client'
import type { LastRun } from './recent'

export type StateChoice = 'any' | 'enabled' | 'disabled' | LastRun

export type ModeChoice = 'any' | Mode

/** Which workflows are looked for; it stands in the address, so that a list can be shared and found again. */
export interface Filter {
  search: string
  state: StateChoice
  mode: ModeChoice
}

export const EVERYTHING: Filter = { search: '', state: 'any', mode: 'any' }

const STATES: readonly StateChoice[] = ['any', 'enabled', 'disabled', 'running', 'failed', 'succeeded', 'none']
const MODES: readonly ModeChoice[] = ['any', 'foreground', 'background']

function oneOf<T extends string>(choices: readonly T[], text: string | null): T {
  return choices.find((choice) => choice === text) ?? (choices[0] as T)
}

export function filterIn(address: URLSearchParams): Filter {
  return { search: address.get('search') ?? '', state: oneOf(STATES, address.get('state')), mode: oneOf(MODES, address.get('mode')) }
}

/** What of an address says the filter; nothing for what is not filtered. */
export function addressOf(filter: Filter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([name, value]) => value !== EVERYTHING[name as keyof Filter]) as [string, string][])
}

/** The status of the last run that is looked for, if any: the server does not look by it. */
export function lastRunIn({ state }: Filter): LastRun | null {
  return state === 'any' || state === 'enabled' || state === 'disabled' ? null : state
}

export function isEverything(filter: Filter): boolean {
  return addressOf(filter).size === 0
}

export function useFilter(): [Filter, (change: Partial<Filter>) => void] {
  const [address, setAddress] = useSearchParams()
  const filter = filterIn(address)
  return [filter, (change) => setAddress(addressOf({ ...filter, ...change }), { replace: true })]
}
