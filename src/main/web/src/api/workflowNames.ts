import { queryOptions } from '@tanstack/react-query'

import { answer, api } from './client'

/** Workflows to choose from, as many as one page of them holds. */
export const workflowNamesQuery = queryOptions({
  queryKey: ['workflows', 'names'],
  queryFn: async () => (await answer(api.GET('/api/app/be_workflows/be_wf_graph', { params: { query: { limit: 500 } } }))).items,
  staleTime: 30_000,
})
