import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'

import type { StreamEvent } from '../api/events'
import { FAILING, RETRIED, timeOf, ZERO_DIVISION } from './events.fixture'
import RunPage from './RunPage'

const ID = '019bfe2c-4f3a-7c11-9a52-6f1c0d3e8b7a'

/** A stream that tells what the test wants; each one that is opened is kept. */
class ScriptedStream extends EventTarget {
  static readonly CLOSED = 2
  static opened: ScriptedStream[] = []
  readyState = 1
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null

  constructor(readonly url: string) {
    super()
    ScriptedStream.opened.push(this)
  }

  tell(events: readonly StreamEvent[]) {
    events.forEach((event) => this.dispatchEvent(new MessageEvent(event.kind, { lastEventId: String(event.seq), data: JSON.stringify(event.data) })))
  }

  close() {
    this.readyState = 2
  }
}

const document = { run_id: ID, workflow_id: 'failing', version: 2, mode: 'background', method: 'POST', user: 'ada', request: { url_params: { n: 3 }, req_body: {}, req_form: {}, files: {} }, timing: null, accepted_at: timeOf(1), seconds: null, messages: [], log: [], result_url: '', events_url: '' }
const task = (name: string) => ({ name, status: 'waiting', attempts: 0, started_at: null, finished_at: null, seconds: null, user_seconds: null, skipped_because: null, error: null, attempt_list: [] })
const RUNNING = { ...document, status: 'running', tasks: ['load', 'divide', 'after'].map(task), error: null, started_at: timeOf(2), finished_at: null }
const FAILED = { ...RUNNING, status: 'failed', error: ZERO_DIVISION, finished_at: timeOf(11) }
const ACCEPTED = { ...RUNNING, status: 'accepted', started_at: null }
const SUCCEEDED = { ...RUNNING, status: 'succeeded', started_at: timeOf(13), finished_at: timeOf(18) }

let answered: { run: unknown; role: string; asked: string[] }

beforeEach(() => {
  ScriptedStream.opened = []
  answered = { run: RUNNING, role: 'author', asked: [] }
  vi.stubGlobal('EventSource', ScriptedStream)
  vi.stubGlobal('fetch', (request: Request) => {
    const path = new URL(request.url).pathname.replace('/api/app/be_workflows', '')
    answered.asked.push(`${request.method} ${path}`)
    if (path === '/whoami') {
      return Promise.resolve(Response.json({ user: null, role: answered.role, key_id: null, workflows: [] }))
    }
    if (path === `/runs/${ID}`) {
      return Promise.resolve(Response.json(answered.run))
    }
    return path === `/runs/${ID}/result` ? Promise.resolve(Response.json({ data: { rows: [{ n: 7 }] }, meta: {} })) : Promise.resolve(Response.json({ type: '/problems/forbidden', title: 'No', status: path.startsWith('/runs') ? 202 : 403 }, { status: path.startsWith('/runs') ? 202 : 403 }))
  })
})

afterEach(() => vi.unstubAllGlobals())

async function shown() {
  const { hook, searchHook } = memoryLocation({ path: `/runs/${ID}` })
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Router hook={hook} searchHook={searchHook}>
        <RunPage id={ID} />
      </Router>
    </QueryClientProvider>,
  )
  await screen.findByRole('region', { name: 'Timeline' })
}

/** Opens the newest stream, lets it tell, and waits for the frame in which that is shown. */
async function told(events: readonly StreamEvent[]) {
  await act(async () => {
    const stream = ScriptedStream.opened.at(-1)
    stream?.onopen?.()
    stream?.tell(events)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  })
}

const row = (name: string) => within(screen.getByRole('region', { name: 'Timeline' })).getByRole('button', { name: new RegExp(`^${name}`) }).textContent

test('what happens is shown as it comes, and the connection says that it is live', async () => {
  await shown()
  expect(screen.getByText('connecting…')).toBeDefined()
  await told(FAILING.slice(0, 5))
  expect(screen.getByText('live')).toBeDefined()
  expect([row('load'), row('divide')]).toEqual([expect.stringContaining('running'), expect.stringContaining('waiting')])
  expect(screen.getByRole('tab', { name: 'Log (2)' })).toBeDefined()
  expect(screen.getByRole('tab', { name: 'Messages (1)' })).toBeDefined()
})

const openTab = () => screen.getByRole('tab', { selected: true }).textContent

test('messages are opened where nothing was printed before them, and stay open', async () => {
  await shown()
  expect(openTab()).toBe('Log (0)')
  await told([...FAILING.slice(0, 3), { ...(FAILING[4] as StreamEvent), seq: 4 }])
  expect(openTab()).toBe('Messages (1)')
  await told([{ ...(FAILING[3] as StreamEvent), seq: 5 }])
  expect(openTab()).toBe('Messages (1)')
  expect(screen.getByRole('tab', { name: 'Log (2)' })).toBeDefined()
})

test('messages are not opened under who has chosen a tab, or reads the log', async () => {
  await shown()
  await userEvent.click(screen.getByRole('tab', { name: 'Input' }))
  await told([...FAILING.slice(0, 3), { ...(FAILING[4] as StreamEvent), seq: 4 }])
  expect(openTab()).toBe('Input')
  cleanup()
  await shown()
  await told(FAILING.slice(0, 4))
  await told(FAILING.slice(4, 5))
  expect(openTab()).toBe('Log (2)')
})

test('a connection that is lost begins again after the last event, without gap or repetition', async () => {
  await shown()
  await told(FAILING.slice(0, 5))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  act(() => {
    const stream = ScriptedStream.opened.at(-1)
    stream?.close()
    stream?.onerror?.()
  })
  expect(screen.getByText('connecting…')).toBeDefined()
  await act(() => vi.advanceTimersByTimeAsync(500))
  vi.useRealTimers()
  expect(ScriptedStream.opened.at(-1)?.url).toContain('last_event_id=5')
  await told(FAILING.slice(2, 8))
  expect(screen.getByRole('tab', { name: 'Log (2)' })).toBeDefined()
  expect(row('divide')).toContain('waiting, 1 attempt')
})

test('a run that failed says why and closes its stream; retried, it goes on from there', async () => {
  await shown()
  answered.run = FAILED
  await told(FAILING)
  expect(await screen.findByText('ZeroDivisionError')).toBeDefined()
  const retry = await screen.findByRole('button', { name: 'Retry from failed task' })
  await vi.waitFor(() => expect(ScriptedStream.opened.at(-1)?.readyState).toBe(2))
  answered.run = ACCEPTED
  await userEvent.click(retry)
  await vi.waitFor(() => expect(ScriptedStream.opened.at(-1)?.url).toContain('last_event_id=11'))
  expect(screen.getByText('accepted')).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Retry from failed task' })).toBeNull()
  answered.run = SUCCEEDED
  await told(RETRIED)
  expect(row('divide')).toContain('succeeded, 3 attempts')
  expect(screen.queryByRole('button', { name: 'Retry from failed task' })).toBeNull()
  await userEvent.click(screen.getByRole('tab', { name: 'Result' }))
  expect(await screen.findByRole('cell', { name: '7' })).toBeDefined()
})

test('a run that has ended is shown from its document at once, without being played again', async () => {
  answered.run = FAILED
  await shown()
  expect(screen.getByText('failed')).toBeDefined()
  await told(FAILING.slice(0, 4))
  expect(screen.getByText('failed')).toBeDefined()
})

test('cancelling asks first', async () => {
  await shown()
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel run' }))
  expect(answered.asked).not.toContain(`POST /runs/${ID}/cancel`)
  await userEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Cancel run' }))
  await vi.waitFor(() => expect(answered.asked).toContain(`POST /runs/${ID}/cancel`))
})

test('who may only look is not offered what would be refused', async () => {
  answered.role = 'viewer'
  await shown()
  await told(FAILING.slice(0, 5))
  expect(screen.queryByRole('button', { name: 'Cancel run' })).toBeNull()
})

test('a task that is chosen is told of: its attempts and their errors', async () => {
  await shown()
  await told(FAILING.slice(0, 10))
  await userEvent.click(screen.getByRole('tab', { name: 'Task' }))
  await userEvent.click(screen.getByRole('button', { name: /^divide/ }))
  const attempts = within(await screen.findByRole('region', { name: 'Attempts' })).getAllByRole('row')
  expect(attempts.slice(1).map((one) => one.textContent)).toEqual([expect.stringContaining('again after'), expect.not.stringContaining('again after')])
})
