import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'

import { useEffect } from 'react'

import { answer, api, type Schemas, type WorkflowSummary } from '../api/client'
import { isEverything, lastRunIn, type Filter } from './filter'
import { lastRunOf } from './recent'

type WorkflowPage = Schemas['WorkflowPage']
type Pages = InfiniteData<WorkflowPage, string | undefined>

/** The beginning of the keys of all queries about many workflows. */
export const WORKFLOWS = ['workflows'] as const

const PAGE = 50
/** What the server gives at once at most; for what only the page can look for. */
const LARGE_PAGE = 500
/** With each workflow. */
const RECENT_RUNS = 20
/** In milliseconds. */
const BETWEEN_LOOKS = 10_000
/** A list that was read on this far is not read again by itself. */
const MOST_PAGES_LIVE = 3

export function listQuery(filter: Filter) {
  const query = {
    limit: lastRunIn(filter) ? LARGE_PAGE : PAGE,
    runs: RECENT_RUNS,
    ...(filter.search.trim() === '' ? {} : { search: filter.search.trim() }),
    ...(filter.state === 'enabled' || filter.state === 'disabled' ? { enabled: filter.state === 'enabled' } : {}),
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

/** The workflows that fit; where the last run matters all pages are read, since only the page looks at that. */
export function useWorkflowList(filter: Filter) {
  const list = useInfiniteQuery(listQuery(filter))
  const { hasNextPage, isFetching, fetchNextPage } = list
  const lastRun = lastRunIn(filter)
  const isReadingOn = lastRun !== null && hasNextPage
  useEffect(() => {
    if (isReadingOn && !isFetching) {
      void fetchNextPage()
    }
  }, [isReadingOn, isFetching, fetchNextPage])
  const all = list.data?.pages.flatMap((page) => page.items)
  const items = lastRun ? all?.filter((workflow) => lastRunOf(workflow) === lastRun) : all
  return { list, items, isReadingOn, isFirstUse: all?.length === 0 && isEverything(filter) && !list.isPlaceholderData }
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
