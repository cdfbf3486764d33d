import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'

import { timeOf, ZERO_DIVISION } from './events.fixture'
import RunsPage from './RunsPage'

// a canvas draws nothing here; the same numbers are in the table
vi.mock('./RunPlot', () => ({ default: () => null }))

const id = (number: number) => `019bfe2c-4f3a-7c11-9a52-00000000000${number}`
const run = (number: number, change = {}) => ({ run_id: id(number), workflow_id: 'hello', version: 1, mode: 'foreground', status: 'succeeded', user: 'ada', failure: null, accepted_at: timeOf(0), started_at: timeOf(0), finished_at: timeOf(2), ...change })
const FIGURES = { runs: 4, accepted: 0, running: 0, succeeded: 3, failed: 1, cancelled: 0, dead: 0, p50_seconds: 0.2, p90_seconds: 0.3, p99_seconds: 0.4, max_seconds: 0.5 }
const STATISTICS = { since: timeOf(0), until: timeOf(600), bucket_seconds: 60, total: FIGURES, buckets: [{ at: timeOf(0), ...FIGURES }, { at: timeOf(600), ...FIGURES, runs: 0 }] }

let asked: URL[]
let page: { items: unknown[]; next: string | null }

beforeEach(() => {
  asked = []
  page = { items: [run(3), run(2, { status: 'failed', failure: ZERO_DIVISION }), run(1)], next: id(1) }
  vi.stubGlobal('fetch', (request: Request) => {
    const url = new URL(request.url)
    asked.push(url)
    const path = url.pathname.replace('/api/app/be_workflows', '')
    return Promise.resolve(Response.json(path === '/runs' ? page : path === '/runs/stats' ? STATISTICS : { items: [{ id: 'hello' }, { id: 'diamond' }], next: null }))
  })
})

afterEach(() => vi.unstubAllGlobals())

async function shown(search = '') {
  const location = memoryLocation({ path: '/runs', searchPath: search, record: true })
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Router hook={location.hook} searchHook={location.searchHook}>
        <RunsPage />
      </Router>
    </QueryClientProvider>,
  )
  await screen.findByRole('heading', { name: 'Runs' })
  return location
}

/** The arguments of the latest question for a list. */
const query = () => asked.findLast((url) => url.pathname.endsWith('/runs'))?.searchParams.toString()

test('what the address asks for is asked of the server, for the list and for the plots', async () => {
  await shown('workflow=hello&status=failed&user=ada&since=2026-01-31T00:00:00.000Z')
  await screen.findByRole('region', { name: 'Runs' })
  expect(query()).toBe('workflow=hello&status=failed&user=ada&since=2026-01-31T00%3A00%3A00.000Z&limit=50')
  expect(asked.find((url) => url.pathname.endsWith('/stats'))?.searchParams.toString()).toBe('workflow=hello&status=failed&user=ada&since=2026-01-31T00%3A00%3A00.000Z')
})

test('a filter that is chosen stands in the address', async () => {
  const { history } = await shown()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'failed')
  await userEvent.type(screen.getByRole('combobox', { name: 'Workflow' }), 'diamond')
  await waitFor(() => expect(query()).toBe('workflow=diamond&status=failed&limit=50'))
  expect(history.at(-1)).toBe('/runs?status=failed&workflow=diamond')
})

test('older runs are the page after the last run, and the newest are one step away', async () => {
  await shown()
  await userEvent.click(await screen.findByRole('button', { name: 'Older runs' }))
  await waitFor(() => expect(query()).toBe(`before=${id(1)}&limit=50`))
  await userEvent.click(await screen.findByRole('button', { name: 'Newest runs' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Newest runs' })).toBeNull())
})

test('two runs are compared, the latest two that were chosen', async () => {
  const { history } = await shown()
  for (const number of [1, 2, 3]) {
    await userEvent.click(await screen.findByRole('checkbox', { name: new RegExp(id(number)) }))
  }
  await userEvent.click(screen.getByRole('button', { name: 'Compare 2 of 2' }))
  expect(history.at(-1)).toBe(`/runs/compare/${id(2)}/${id(3)}`)
})

test('figures are told in words and as a table without the times that had no runs', async () => {
  await shown('time=1h')
  expect(await screen.findByText('failed (25 %)')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Show as table' }))
  expect(screen.getByRole('region', { name: /^Figures, each of/ }).textContent).toContain('200 ms300 ms400 ms500 ms')
  expect(screen.getAllByRole('row').filter((row) => row.textContent.includes('300 ms'))).toHaveLength(1)
})

test('no runs are told apart from no runs that were asked for', async () => {
  page = { items: [], next: null }
  await shown()
  expect(await screen.findByText('No runs yet')).toBeDefined()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'dead')
  await screen.findByText('No such runs')
  await userEvent.click(screen.getByText('Show all runs'))
  expect(await screen.findByText('No runs yet')).toBeDefined()
})
