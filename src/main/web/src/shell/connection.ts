import { hashKey, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'

import { whoamiQuery } from '../api/session'
import { asProblem } from '../api/problem'

/** Between two looks for a server that did not answer, in milliseconds. */
const PAUSE = 3_000

/** What a proxy answers for a server that is away. */
const GATEWAY = [502, 504]

/** Whether the server answered last time. */
export const useReachable = create<{ isReachable: boolean }>(() => ({ isReachable: true }))

async function isAlive(): Promise<boolean> {
  try {
    const response = await fetch('/healthz', { cache: 'no-store' })
    return response.ok
  } catch {
    return false
  }
}

/**
 * Watches all that the page asks the server. What is not answered shows the server as away; then it is looked for until it is back, and everything on the page is asked again. What is
 * refused for want of a key asks who is signed in, if somebody was.
 *
 * @returns stops watching
 */
export function watchAnswers(queries: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = async () => {
    if (await isAlive()) {
      timer = undefined
      useReachable.setState({ isReachable: true })
      await queries.invalidateQueries()
    } else {
      timer = setTimeout(() => void look(), PAUSE)
    }
  }
  const failed = (failure: unknown, isWhoami: boolean) => {
    const { status, type } = asProblem(failure)
    if (type === 'unreachable' || GATEWAY.includes(status)) {
      useReachable.setState({ isReachable: false })
      timer ??= setTimeout(() => void look(), PAUSE)
    } else if (status === 401 && !isWhoami && queries.getQueryData(whoamiQuery.queryKey)) {
      void queries.invalidateQueries({ queryKey: whoamiQuery.queryKey })
    }
  }
  const stops = [
    queries.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && (event.action.type === 'failed' || event.action.type === 'error')) {
        failed(event.action.error, event.query.queryHash === hashKey(whoamiQuery.queryKey))
      }
    }),
    queries.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') {
        failed(event.action.error, false)
      }
    }),
  ]
  return () => {
    clearTimeout(timer)
    stops.forEach((stop) => stop())
  }
}

export function useWatchedAnswers(): void {
  const queries = useQueryClient()
  useEffect(() => watchAnswers(queries), [queries])
}
