import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'

import OperationsPage from './OperationsPage'

type Reply = (request: Request) => Response | Promise<Response>
let replies: Record<string, Reply>
let asked: Request[]

const problem = (status: number, title = 'Refused') => Response.json({ type: '/problems/forbidden', title, status }, { status })
const signedInAs = (role: string) => () => Response.json({ user: 'vera', role, key_id: 'own', workflows: [] })
const items = (...list: object[]) => () => Response.json({ items: list, next: null })

beforeEach(() => {
  asked = []
  replies = { 'GET /whoami': signedInAs('admin') }
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input instanceof Request ? input : new URL(String(input), 'http://server'), init)
    asked.push(request.clone())
    const reply = replies[`${request.method} ${new URL(request.url).pathname.replace('/api/app/be_workflows', '')}`]
    return Promise.resolve(reply ? reply(request) : problem(404, 'Nothing there'))
  })
})

function show(section: string) {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <OperationsPage section={section} />
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

const sent = (method: string) => asked.filter((request) => request.method === method)

test('tells a viewer which role keys need, and which one they have', async () => {
  replies['GET /whoami'] = signedInAs('viewer')
  replies['GET /keys'] = () => problem(403)
  show('keys')

  expect(await screen.findByText(/This needs an admin’s key/)).toBeTruthy()
  expect(await screen.findByText(/You are signed in as vera, with the role viewer/)).toBeTruthy()
})

test('shows a new key once, and lets nobody close it before they have it', async () => {
  replies['GET /keys'] = items({ id: 'own', name: 'me', hint: 'bew_aaaa', role: 'admin', workflows: [], user: 'me', created_at: '2026-01-01T00:00:00Z' })
  replies['GET /be_wf_graph'] = items({ id: 'hello' }, { id: 'iris' })
  replies['POST /keys'] = () => Response.json({ id: 'new', name: 'shop', key: 'bew_very-secret' }, { status: 201 })
  const user = show('keys')

  await user.click(await screen.findByRole('button', { name: 'New key' }))
  await user.type(screen.getByLabelText('Name'), 'shop')
  await user.click(await screen.findByLabelText('hello'))
  await user.click(screen.getByRole('button', { name: 'Make the key' }))

  expect(await screen.findByText('bew_very-secret')).toBeTruthy()
  expect(await sent('POST')[0]?.json()).toEqual({ name: 'shop', role: 'caller', may_act_for_others: false, workflows: ['hello'] })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Done' }).disabled).toBe(true)
  await user.keyboard('{Escape}')
  expect(screen.getByText('bew_very-secret')).toBeTruthy()

  await user.click(screen.getByLabelText('I have put the key where I need it'))
  await user.click(screen.getByRole('button', { name: 'Done' }))
  expect(screen.queryByText('bew_very-secret')).toBeNull()
})

test('the first key opens a session before the server closes', async () => {
  replies['GET /keys'] = items()
  replies['POST /keys'] = () => Response.json({ id: 'new', name: 'me', key: 'bew_first' }, { status: 201 })
  replies['POST /session'] = () => Response.json({ user: 'me', role: 'admin', key_id: 'new', workflows: [] })
  const user = show('keys')

  await user.click(await screen.findByRole('button', { name: 'New key' }))
  await user.type(screen.getByLabelText('Name'), 'me')
  await user.click(screen.getByRole('button', { name: 'Make the key' }))

  await screen.findByText('bew_first')
  expect(sent('POST').map((request) => request.headers.get('Authorization'))).toEqual([null, 'Bearer bew_first'])
})

test('revoking a key is asked for twice', async () => {
  replies['GET /keys'] = items({ id: 'k1', name: 'shop', hint: 'bew_bbbb', role: 'caller', workflows: [], user: 'shop', created_at: '2026-01-01T00:00:00Z' })
  replies['DELETE /keys/k1'] = () => new Response(null, { status: 204 })
  const user = show('keys')

  await user.click(await screen.findByRole('button', { name: 'Revoke shop' }))
  expect(sent('DELETE')).toEqual([])
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Revoke the key' }))

  await vi.waitFor(() => expect(sent('DELETE').length).toBe(1))
})

test('a secret goes in and is nowhere on the page afterwards', async () => {
  replies['GET /secrets'] = items({ name: 'mail_password', updated_at: '2026-01-01T00:00:00Z', updated_by: 'ada' })
  replies['PUT /secrets/mail_password'] = () => Response.json({ name: 'mail_password', updated_at: '2026-01-01T00:00:00Z', updated_by: 'ada' })
  const user = show('secrets')

  await user.click(await screen.findByRole('button', { name: 'Replace mail_password' }))
  await user.type(screen.getByLabelText('Value'), 'correct horse')
  await user.click(screen.getByRole('button', { name: 'Replace the value' }))

  await vi.waitFor(() => expect(screen.queryByLabelText('Value')).toBeNull())
  expect(await sent('PUT')[0]?.json()).toEqual({ value: 'correct horse' })
  expect(document.body.innerHTML).not.toContain('correct horse')
})

test('an author sees the names of secrets, and why they cannot be set', async () => {
  replies['GET /whoami'] = signedInAs('author')
  replies['GET /secrets'] = items({ name: 'mail_password', updated_at: '2026-01-01T00:00:00Z', updated_by: null })
  show('secrets')

  expect(await screen.findByText('mail_password')).toBeTruthy()
  expect(await screen.findByText(/Setting and deleting need an admin’s key/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Replace/ })).toBeNull()
})

test('draws workers with what they work on, and the certificate of those that died', async () => {
  const worker = { name: 'worker-1.1', environment: 'base', pid: 7, state: 'busy', since: '2026-01-01T00:00:00Z', run_id: 'r1', workflow_id: 'iris', task: 'train', tasks: 2, resident_bytes: 1_000_000, peak_bytes: 2_000_000 }
  replies['GET /workers'] = items(worker)
  replies['GET /environments'] = items()
  replies['GET /workers/deaths'] = items({ ...worker, worker: 'worker-1.1', at: '2026-01-01T00:00:00Z', kind: 'memory_limit', exit: 'was killed by SIGKILL', exit_code: 137, lived_seconds: 5, last_output: '<b>help</b>', this_hour: 2 })
  show('workers')

  const tile = (await screen.findByText('worker-1.1')).closest('li')
  expect(tile && within(tile).getByRole('link', { name: 'iris › train' }).getAttribute('href')).toBe('/runs/r1')
  expect(await screen.findByText('worker-1.1 was killed by SIGKILL')).toBeTruthy()
  expect(screen.getByText('<b>help</b>')).toBeTruthy()
})

test('a switch disables a schedule and keeps the rest of it', async () => {
  const schedule = { id: '6f1c0d3e8b7a', workflow_id: 'hello', cron: '@daily', time_zone: 'UTC', request: { url_params: { name: 'Ada' }, body: null, form: {} }, missed: 'once', enabled: true, user: 'ada', next_runs: ['2026-02-02T06:30:00+01:00'], last_run: null, last_problem: null }
  replies['GET /schedules'] = items(schedule)
  replies['PUT /schedules/6f1c0d3e8b7a'] = () => Response.json({ ...schedule, enabled: false, next_runs: [] })
  const user = show('schedules')

  const toggle = await screen.findByRole<HTMLButtonElement>('switch', { name: 'hello at @daily' })
  await vi.waitFor(() => expect(toggle.disabled).toBe(false))
  await user.click(toggle)

  await vi.waitFor(() => expect(sent('PUT').length).toBe(1))
  expect(await sent('PUT')[0]?.json()).toEqual({ workflow_id: 'hello', cron: '@daily', time_zone: 'UTC', request: schedule.request, missed: 'once', enabled: false })
})

test('what was there stays while the server is away, with a word above it', async () => {
  let isAway = false
  replies['GET /secrets'] = () => (isAway ? problem(503, 'The database is away') : items({ name: 'mail_password', updated_at: '2026-01-01T00:00:00Z', updated_by: null })())
  replies['DELETE /secrets/mail_password'] = () => problem(503, 'The database is away')
  const user = show('secrets')

  await user.click(await screen.findByRole('button', { name: 'Delete mail_password' }))
  isAway = true
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete it' }))

  expect((await screen.findAllByText(/The database is away/)).length).toBeGreaterThan(0)
  expect(screen.getByText('mail_password')).toBeTruthy()
})

test('a section that there is not says so', () => {
  show('nonsense')

  expect(screen.getByText('There is no such section')).toBeTruthy()
})
