import { queryOptions } from '@tanstack/react-query'

import { answer, api, type RunStatus, type Schedule } from '../api/client'

/** How often a section that is looked at asks again, in milliseconds. */
const SOON = 2_000
const LATER = 10_000

export const workersQuery = queryOptions({
  queryKey: ['workers'],
  queryFn: async () => (await answer(api.GET('/api/app/be_workflows/workers'))).items,
  refetchInterval: SOON,
})

export const deathsQuery = queryOptions({
  queryKey: ['workers', 'deaths'],
  queryFn: async () => (await answer(api.GET('/api/app/be_workflows/workers/deaths'))).items,
  refetchInterval: 2 * SOON,
})

export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: async () => (await answer(api.GET('/api/app/be_workflows/environments'))).items,
  refetchInterval: 2 * SOON,
})

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async () => (await answer(api.GET('/api/app/be_workflows/keys'))).items,
  refetchInterval: 3 * LATER,
})

export const secretsQuery = queryOptions({
  queryKey: ['secrets'],
  queryFn: async () => (await answer(api.GET('/api/app/be_workflows/secrets'))).items,
})

/** The newest runs of a status, as many as a page shows. */
export function runsOfStatus(status: RunStatus) {
  return queryOptions({
    queryKey: ['runs', 'queue', status],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs', { params: { query: { status, limit: 50 } } })),
    refetchInterval: SOON,
  })
}

const MOST_SCHEDULES = 5_000

export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: async () => {
    const schedules: Schedule[] = []
    let after: string | null = null
    do {
      const page: { items: Schedule[]; next: string | null } = await answer(
        api.GET('/api/app/be_workflows/schedules', { params: { query: { limit: 500, ...(after === null ? {} : { after }) } } }),
      )
      schedules.push(...page.items)
      after = page.next
    } while (after !== null && schedules.length < MOST_SCHEDULES)
    return schedules
  },
  refetchInterval: LATER,
})
