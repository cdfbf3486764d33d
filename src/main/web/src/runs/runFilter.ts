import type { Mode, RunStatus } from '../api/client'

/** Which runs are looked at, as it stands in the page's address. */
export interface RunFilter {
  workflow: string
  mode: Mode | ''
  status: RunStatus | ''
  user: string
  /** One of `PRESETS`; `''`: any time, or from `since` to `until`. */
  time: string
  since: string
  until: string
  /** The last run of the page before; `''`: the newest runs. */
  before: string
}

/** All runs. */
export const NO_FILTER: RunFilter = { workflow: '', mode: '', status: '', user: '', time: '', since: '', until: '', before: '' }

export const STATUSES: readonly RunStatus[] = ['accepted', 'running', 'succeeded', 'failed', 'cancelled', 'dead']
export const MODES: readonly Mode[] = ['foreground', 'background']

export const PRESETS: Record<string, { label: string; seconds: number }> = {
  '15m': { label: 'Last 15 minutes', seconds: 900 },
  '1h': { label: 'Last hour', seconds: 3_600 },
  '24h': { label: 'Last 24 hours', seconds: 86_400 },
  '7d': { label: 'Last 7 days', seconds: 604_800 },
  '30d': { label: 'Last 30 days', seconds: 2_592_000 },
}

const MEMBERS = ['workflow', 'mode', 'status', 'user', 'time', 'since', 'until', 'before'] as const

/** What an address asks for; what it cannot ask for counts as not there. */
export function filterOf(search: URLSearchParams): RunFilter {
  const text = (name: string) => search.get(name) ?? ''
  const mode = MODES.find((one) => one === text('mode')) ?? ''
  const status = STATUSES.find((one) => one === text('status')) ?? ''
  const time = text('time') in PRESETS ? text('time') : ''
  return { workflow: text('workflow'), mode, status, user: text('user'), time, since: timeOr(text('since')), until: timeOr(text('until')), before: text('before') }
}

/** The address of a filter, without what is not asked for. Everything else that stands there stays. */
export function searchOf(filter: RunFilter, search: URLSearchParams): URLSearchParams {
  const changed = new URLSearchParams(search)
  for (const name of MEMBERS) {
    if (filter[name]) {
      changed.set(name, filter[name])
    } else {
      changed.delete(name)
    }
  }
  return changed
}

/** Other runs are another list, which begins at its newest run; a preset and a time from … to exclude each other. */
export function changed(filter: RunFilter, change: Partial<RunFilter>): RunFilter {
  const span = change.time ? { since: '', until: '' } : change.since !== undefined || change.until !== undefined ? { time: '' } : {}
  return { ...filter, before: '', ...span, ...change }
}

/** The filter as the server understands it, at a time. */
export function asQuery(filter: RunFilter, now: number) {
  const preset = PRESETS[filter.time]
  const since = preset ? new Date(now - 1000 * preset.seconds).toISOString() : filter.since
  return {
    ...(filter.workflow ? { workflow: filter.workflow } : {}),
    ...(filter.mode ? { mode: filter.mode } : {}),
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.user ? { user: filter.user } : {}),
    ...(since ? { since } : {}),
    ...(filter.until ? { until: filter.until } : {}),
  }
}

/** Whether new runs can come into what is shown. */
export function isLive(filter: RunFilter): boolean {
  return filter.before === '' && filter.until === ''
}

function timeOr(text: string): string {
  return Number.isNaN(Date.parse(text)) ? '' : new Date(text).toISOString()
}
