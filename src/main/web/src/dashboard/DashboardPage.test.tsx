import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'

import DashboardPage from './DashboardPage'

const RUN = '01a223e8-7ea3-7ba4-aa17-55763b46333e'
const CONTRACT = {
  info: { title: 'Sales report', description: 'Reads the sales.' },
  paths: { '/x/call': { parameters: [{ name: 'steps', in: 'query', required: true, description: 'Steps. How many.', schema: { type: 'integer' } }], get: {} } },
  components: { schemas: { Answer: { properties: { data: { properties: { note: { type: 'array', items: { properties: { text: { type: 'string' } } } } } } } } } },
}
const run = (status: string, workflowId = 'report') => ({
  run_id: RUN,
  workflow_id: workflowId,
  status,
  request: { url_params: { steps: 3 }, req_body: {}, req_form: {}, files: {} },
  tasks: [{ name: 'draw' }],
  messages: [{ seq: 3, message: 'step 1' }],
  accepted_at: '2026-01-31T12:00:00Z',
  seconds: 2,
})

class Stream {
  static last: Stream | null = null
  static readonly CLOSED = 2
  readyState = 1
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  private readonly listeners = new Map<string, (message: { data: string; lastEventId: string }) => void>()

  constructor(readonly url: string) {
    Stream.last = this
  }

  addEventListener(kind: string, listener: (message: { data: string; lastEventId: string }) => void) {
    this.listeners.set(kind, listener)
  }

  say(seq: number, kind: string, data: object = {}) {
    act(() => this.listeners.get(kind)?.({ data: JSON.stringify(data), lastEventId: String(seq) }))
  }

  close() {
    this.readyState = Stream.CLOSED
  }
}

type Reply = () => Response
let replies: Record<string, Reply>
let asked: Request[]

const problem = (status: number, more: object = {}): Response =>
  Response.json({ type: '/problems/some', title: 'Refused', status, ...more }, { status, headers: { 'Content-Type': 'application/problem+json' } })

beforeEach(() => {
  asked = []
  Stream.last = null
  history.replaceState(null, '', '/d/report')
  replies = {
    'GET /whoami': () => Response.json({ user: 'ada', role: 'caller', key_id: 'k', workflows: [] }),
    'GET /be_wf_graph/id/report/openapi.json': () => Response.json(CONTRACT),
  }
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input instanceof Request ? input : new URL(String(input), 'http://server'), init)
    asked.push(request)
    const reply = replies[`${request.method} ${new URL(request.url).pathname.replace('/api/app/be_workflows', '')}`]
    return Promise.resolve(reply ? reply() : problem(404))
  })
})

function show() {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <DashboardPage id="report" />
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

test('starts a run in the background, follows it, and shows its answer', async () => {
  let status = 'running'
  replies['GET /be_wf_graph/id/report/call'] = () => Response.json({ run_id: RUN, status: 'accepted' }, { status: 202 })
  replies[`GET /runs/${RUN}`] = () => Response.json(run(status))
  replies[`GET /runs/${RUN}/result`] = () => Response.json({ data: { note: [{ text: 'All is well.' }] }, meta: { note: {} } })
  const user = show()

  await user.type(await screen.findByLabelText(/^Steps/), '3')
  await user.click(screen.getByRole('button', { name: 'Run' }))
  await screen.findByText('step 1')
  await vi.waitFor(() => expect(Stream.last?.url).toContain(`/runs/${RUN}/events`))
  Stream.last?.say(1, 'accepted', { tasks: ['draw'] })
  Stream.last?.say(2, 'message', { message: { text: 'half of it', progress: 0.5 } })

  expect(location.hash).toBe(`#run=${RUN}`)
  expect(await screen.findByText('half of it')).toBeTruthy()
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50')
  const call = asked.find((request) => request.url.includes('/call'))
  expect(call?.headers.get('Prefer')).toBe('respond-async')
  expect(call?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)

  status = 'succeeded'
  Stream.last?.say(3, 'succeeded')
  expect(await screen.findByText('All is well.')).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run again' }).disabled).toBe(false)
})

test('a reload goes on with the run in the address, with what it was called with', async () => {
  history.replaceState(null, '', `/d/report#run=${RUN}`)
  replies[`GET /runs/${RUN}`] = () => Response.json(run('succeeded'))
  replies[`GET /runs/${RUN}/result`] = () => Response.json({ data: { note: [{ text: 'Still well.' }] }, meta: {} })
  show()

  expect(await screen.findByText('Still well.')).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>(/^Steps/).value).toBe('3')
  expect(Stream.last).toBeNull()
})

test('a fault stands beside its field', async () => {
  replies['GET /be_wf_graph/id/report/call'] = () => problem(400, { errors: [{ in: 'query', name: 'steps', message: 'expected an integer' }] })
  const user = show()

  await user.click(await screen.findByRole('button', { name: 'Run' }))

  expect(await screen.findByText('expected an integer')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByLabelText(/^Steps/))
  expect(location.hash).toBe('')
})

test('sending again after a broken connection keeps the name of the request', async () => {
  replies['GET /be_wf_graph/id/report/call'] = () => {
    throw new TypeError('network')
  }
  const user = show()
  const press = async () => user.click(await screen.findByRole('button', { name: 'Run' }))

  await press()
  await screen.findByText('The server cannot be reached')
  await press()

  const names = asked.filter((request) => request.url.includes('/call')).map((request) => request.headers.get('Idempotency-Key'))
  await vi.waitFor(() => expect(names.length).toBe(2))
  expect(new Set(names).size).toBe(1)
})

test('says why a run failed, without its traceback', async () => {
  history.replaceState(null, '', `/d/report#run=${RUN}`)
  replies[`GET /runs/${RUN}`] = () => Response.json(run('failed'))
  replies[`GET /runs/${RUN}/result`] = () => problem(500, { title: 'A task failed', detail: 'task draw raised ValueError: no sales', traceback: 'File "draw.py"' })
  show()

  expect(await screen.findByText('task draw raised ValueError: no sales')).toBeTruthy()
  expect(screen.queryByText(/draw\.py/)).toBeNull()
})

test("another workflow's run is not shown", async () => {
  history.replaceState(null, '', `/d/report#run=${RUN}`)
  replies[`GET /runs/${RUN}`] = () => Response.json(run('running', 'secret-plan'))
  const user = show()

  await user.click(await screen.findByRole('button', { name: 'Begin anew' }))

  expect(location.hash).toBe('')
  expect(await screen.findByRole('button', { name: 'Run' })).toBeTruthy()
})

test('asks whoever has no key for one', async () => {
  replies['GET /whoami'] = () => problem(401)
  replies['GET /be_wf_graph/id/report/openapi.json'] = () => problem(401)
  show()

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy()
})

test('a key that may only look cannot start anything', async () => {
  replies['GET /whoami'] = () => Response.json({ user: 'vera', role: 'viewer', key_id: 'k', workflows: [] })
  show()
  await screen.findByText('Your key may look, but not start anything.')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run' }).disabled).toBe(true)
})

test('an address without a workflow says so', async () => {
  replies = { 'GET /whoami': replies['GET /whoami'] ?? (() => problem(500)) }
  show()

  expect(await screen.findByText('There is nothing at this address')).toBeTruthy()
})
