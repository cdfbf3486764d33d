import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'

export type Answers = Record<string, (request: Request) => Response | Promise<Response>>

export const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })

export const ADMIN = { user: 'ada', role: 'admin', key_id: 'k1', workflows: [] }

/** Answers what the page asks by `METHOD /path`, without the API's prefix and without the query; what is not expected is 404. */
export function answering(answers: Answers) {
  const asked: Request[] = []
  vi.stubGlobal('fetch', (input: Request | string) => {
    const request = typeof input === 'string' ? new Request(new URL(input, location.origin)) : input
    asked.push(request)
    const path = new URL(request.url).pathname.replace('/api/app/be_workflows', '')
    return Promise.resolve(answers[`${request.method} ${path}`]?.(request) ?? json({ type: '/problems/not-found', title: 'Not found', status: 404 }, 404))
  })
  return asked
}

/** Shows a part of the page at an address. */
export function show(part: ReactNode, path = '/') {
  const memory = memoryLocation({ path, record: true })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const shown = render(
    <QueryClientProvider client={queries}>
      <Router hook={memory.hook} searchHook={memory.searchHook}>
        {part}
      </Router>
    </QueryClientProvider>,
  )
  return { ...shown, memory, queries }
}
