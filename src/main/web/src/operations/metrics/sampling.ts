import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'

import { answer, api } from '../../api/client'
import { EMPTY_HISTORY, withReading, type History } from './history'
import { parsePrometheus } from './prometheus'
import type { Reading } from './readings'

/** How often the page looks, in milliseconds; only while it is in sight. */
const INTERVAL = 3_000

export const metricsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: async (): Promise<Reading> => {
    const text = await answer(api.GET('/metrics', { parseAs: 'text' }))
    return { at: Date.now() / 1000, families: parsePrometheus(text) }
  },
  refetchInterval: (query) => (query.state.error ? 5 * INTERVAL : INTERVAL),
  structuralSharing: false,
})

interface HistoryStore {
  history: History
  take: (reading: Reading) => void
}

/** What was read since the page was opened; it outlives a change of section. */
export const useHistory = create<HistoryStore>((set) => ({
  history: EMPTY_HISTORY,
  take: (reading) => set(({ history }) => ({ history: withReading(history, reading) })),
}))

/** Reads what the server measures again and again, for as long as the component is there. */
export function useSampling() {
  const query = useQuery(metricsQuery)
  const take = useHistory((store) => store.take)
  useEffect(() => {
    if (query.data) {
      take(query.data)
    }
  }, [query.data, take])
  return query
}
