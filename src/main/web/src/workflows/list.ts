import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'

import { answer, api, type Schemas, type WorkflowSummary } from '../api/client'
import { isEverything, type Filter } from './filter'

type WorkflowPage = Schemas['WorkflowPage']
type Pages = InfiniteData<WorkflowPage, string | undefined>

/** The beginning of the keys of all queries about many workflows. */
export const WORKFLOWS = ['workflows'] as const

const PAGE = 50
/** In milliseconds. */
const BETWEEN_LOOKS = 10_000
/** A list that was read on this far is not read again by itself. */
const MOST_PAGES_LIVE = 3

export function listQuery(filter: Filter) {
  const query = {
    limit: PAGE,
    ...(filter.search.trim() === '' ? {} : { search: filter.search.trim() }),
    ...(filter.state === 'any' ? {} : { enabled: filter.state === 'enabled' }),
    ...(filter.mode === 'any' ? {} : { mode: filter.mode }),
  }
  return infiniteQueryOptions({
    queryKey: [...WORKFLOWS, 'list', query],
    queryFn: ({ pageParam, signal }) => answer(api.GET('/api/app/be_workflows/be_wf_graph', { params: { query: { ...query, ...(pageParam === undefined ? {} : { after: pageParam }) } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= MOST_PAGES_LIVE ? BETWEEN_LOOKS : false),
  })
}

export function useWorkflowList(filter: Filter, isEnabled: boolean) {
  const list = useInfiniteQuery({ ...listQuery(filter), enabled: isEnabled })
  const items = list.data?.pages.flatMap((page) => page.items)
  return { list, items, isFirstUse: items?.length === 0 && isEverything(filter) && !list.isPlaceholderData }
}

/** Changes one workflow in all lists that are loaded. */
export function changeInLists(queries: QueryClient, id: string, change: Partial<WorkflowSummary>): void {
  queries.setQueriesData<Pages>({ queryKey: [...WORKFLOWS, 'list'] }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)) })) } : data,
  )
}

/** Has everything about workflows read again. */
export function useRefresh(): (ids?: readonly string[]) => Promise<void> {
  const queries = useQueryClient()
  return async (ids = []) => {
    await Promise.all([queries.invalidateQueries({ queryKey: WORKFLOWS }), ...ids.map((id) => queries.invalidateQueries({ queryKey: ['workflow', id] }))])
  }
}
