import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { WorkflowSummary } from '../api/client'
import { ADMIN, answering, json, show, type Answers } from '../testing/page'
import { Toasts, useToasts } from '../ui'
import { useDeletions, UNDO_TIME } from './deletions'
import WorkflowsPage from './WorkflowsPage'

const workflow = (id: string, further: Partial<WorkflowSummary> = {}): WorkflowSummary => ({
  id,
  label: `The ${id}`,
  description: `What ${id} does`,
  enabled: true,
  mode: 'foreground',
  version: 2,
  published_version: 2,
  saved_at: '2026-01-31T12:00:00Z',
  ...further,
})
const problem = (title: string, status: number) => json({ type: '/problems/x', title, status, detail: title }, status)
const page = (
  <>
    <WorkflowsPage />
    <Toasts />
  </>
)

/** A server with these workflows, that filters and pages as the real one does. */
function serving(workflows: WorkflowSummary[], further: Answers = {}, whoami: object = ADMIN) {
  return answering({
    'GET /whoami': () => json(whoami),
    'GET /be_wf_graph': ({ url }) => {
      const query = new URL(url).searchParams
      const fitting = workflows.filter(({ id, enabled }) => id.includes(query.get('search') ?? '') && (query.get('enabled') ?? String(enabled)) === String(enabled))
      const from = fitting.findIndex(({ id }) => id === query.get('after')) + 1
      const items = fitting.slice(from, from + 2)
      return json({ items, next: from + 2 < fitting.length ? items.at(-1)?.id : null })
    },
    ...further,
  })
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout'] })
  useToasts.setState({ toasts: [] })
})
afterEach(() => {
  useDeletions.getState().flush()
  useDeletions.setState({ leaving: new Set() })
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) })
const names = () => within(screen.getByRole('list', { name: 'Workflows' })).getAllByRole('link').map((link) => link.textContent)
const asksOf = (asked: Request[], method: string) => asked.filter((request) => request.method === method).map(({ url }) => new URL(url).pathname.replace('/api/app/be_workflows', ''))

async function choose(id: string, entry: string) {
  await user.click(await screen.findByRole('button', { name: `More for The ${id}` }))
  await user.click(await screen.findByRole('menuitem', { name: entry }))
}

test('showsWorkflowsPageAfterPage', async () => {
  serving([workflow('a'), workflow('b'), workflow('c', { published_version: null })])
  show(page)
  await screen.findByText('The a')
  expect(names()).toEqual(['The a', 'The b'])
  await user.click(screen.getByRole('button', { name: 'Load more' }))
  await screen.findByText('The c')
  expect(screen.getByText('not published')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
})

test('searchesOnTheServerAndKeepsTheSearchInTheAddress', async () => {
  serving([workflow('apple'), workflow('pear')])
  const { memory } = show(page)
  await screen.findByText('The apple')
  await user.type(screen.getByRole('searchbox'), 'pear')
  await waitFor(() => expect(names()).toEqual(['The pear']))
  expect(memory.history.at(-1)).toBe('/?search=pear')
  await user.type(screen.getByRole('searchbox'), 'x')
  await user.click(await screen.findByRole('button', { name: 'Show all' }))
  await waitFor(() => expect(names()).toEqual(['The apple', 'The pear']))
  expect((screen.getByRole<HTMLInputElement>('searchbox')).value).toBe('')
})

test('readsAllPagesToFindALastRun', async () => {
  const failed = [{ run_id: 'r', status: 'failed' as const, accepted_at: '2026-01-31T12:00:00Z', seconds: 0.5 }]
  serving([workflow('a'), workflow('b'), workflow('c', { recent_runs: failed }), workflow('d')])
  show(page, '/?state=failed')
  const link = await screen.findByRole('link', { name: /^Runs of The c; of the last 1: 1 failed; failed / })
  expect(link.getAttribute('href')).toBe('/runs?workflow=c')
  await waitFor(() => expect(screen.queryByText(/Looking through/)).toBeNull())
  expect(screen.queryByText('The a')).toBeNull()
})

test('switchesAtOnceAndBackWhenRefused', async () => {
  let refuse: (response: Response) => void = () => undefined
  serving([workflow('a')], { 'POST /be_wf_graph/id/a/disable': () => new Promise((resolve) => (refuse = resolve)) })
  show(page)
  const toggle = () => screen.getByRole('switch', { name: 'The a is enabled' }).getAttribute('aria-checked')
  await user.click(await screen.findByRole('switch', { name: 'The a is enabled' }))
  await waitFor(() => expect(toggle()).toBe('false'))
  refuse(problem('The disk is full', 507))
  await waitFor(() => expect(toggle()).toBe('true'))
  expect(screen.getByText(/The disk is full/)).toBeTruthy()
})

test('deletesOnlyAfterTheTimeToUndo', async () => {
  const workflows = [workflow('a'), workflow('b')]
  const asked = serving(workflows, {
    'DELETE /be_wf_graph/id/a': () => {
      workflows.shift()
      return new Response(null, { status: 204 })
    },
  })
  show(page)
  await choose('a', 'Delete')
  expect(names()).toEqual(['The b'])
  await vi.advanceTimersByTimeAsync(UNDO_TIME - 1_000)
  expect(asksOf(asked, 'DELETE')).toEqual([])
  await vi.advanceTimersByTimeAsync(1_500)
  expect(asksOf(asked, 'DELETE')).toEqual(['/be_wf_graph/id/a'])
  await waitFor(() => expect(useDeletions.getState().leaving.size).toBe(0))
  expect(names()).toEqual(['The b'])
})

test('undoesADeletion', async () => {
  const asked = serving([workflow('a'), workflow('b')])
  show(page)
  await choose('a', 'Delete')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(names()).toEqual(['The a', 'The b'])
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  await vi.advanceTimersByTimeAsync(2 * UNDO_TIME)
  expect(asksOf(asked, 'DELETE')).toEqual([])
})

test('deletesAtOnceWhenThePageIsLeft', async () => {
  const asked = serving([workflow('a'), workflow('b')], { 'DELETE /be_wf_graph/id/a': () => new Response(null, { status: 204 }) })
  show(page)
  await choose('a', 'Delete')
  dispatchEvent(new Event('pagehide'))
  expect(asksOf(asked, 'DELETE')).toEqual(['/be_wf_graph/id/a'])
})

test('bringsBackWhatTheServerDoesNotDelete', async () => {
  serving([workflow('a'), workflow('b')], { 'DELETE /be_wf_graph/id/a': () => problem('Not now', 503) })
  show(page)
  await choose('a', 'Delete')
  await vi.advanceTimersByTimeAsync(UNDO_TIME)
  await waitFor(() => expect(names()).toEqual(['The a', 'The b']))
  expect(screen.getByText(/Not now/)).toBeTruthy()
})

test('copiesUnderTheFirstFreeId', async () => {
  const sent: unknown[] = []
  serving([workflow('a')], {
    'GET /be_wf_graph/id/a': () => json({ id: 'a', label: 'The a', tasks: [{ name: 'one', code: '' }], version: 2, published: true, saved_at: 'x' }),
    'POST /be_wf_graph': async (request) => {
      const body = (await request.json()) as { id: string }
      sent.push(body)
      return body.id === 'a-copy' ? json({ type: '/problems/workflow-exists', title: 'Exists', status: 409 }, 409) : json(body, 201)
    },
  })
  show(page)
  await choose('a', 'Duplicate')
  expect(await screen.findByText(/a-copy-2 is a copy/)).toBeTruthy()
  expect(sent[1]).toEqual({ id: 'a-copy-2', label: 'The a (copy)', tasks: [{ name: 'one', code: '' }] })
})

test('leavesOutWhatAViewerMayNotDo', async () => {
  serving([workflow('a'), workflow('b', { enabled: false })], {}, { ...ADMIN, role: 'viewer' })
  show(page)
  await screen.findByText('The a')
  expect(screen.queryAllByRole('switch')).toEqual([])
  expect(screen.getByText('disabled')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'More for The a' }))
  expect((await screen.findAllByRole('menuitem')).map((entry) => entry.textContent)).toEqual(['Open its form', 'Export'])
})

test('showsACallerTheFormsOfItsKey', async () => {
  const asked = serving([workflow('a')], {}, { ...ADMIN, role: 'caller', workflows: ['hello'] })
  show(page)
  const link = await screen.findByRole('link', { name: 'hello' })
  expect(link.getAttribute('href')).toBe('/d/hello')
  expect(asksOf(asked, 'GET')).toEqual(['/whoami'])
})
