import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'

import type { Workflow } from '../api/client'
import { TryIt } from './TryIt'

const workflow = (more: Partial<Workflow>) =>
  ({
    id: `sample-${crypto.randomUUID()}`,
    mode: 'foreground',
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    url_args: [{ name: 'n', label: 'How many', type: 'integer', required: true }],
    body: [],
    form: [],
    response: [{ key: 'squares', label: 'Squares', fields: [{ name: 'square', type: 'integer' }] }],
    version: 1,
    ...more,
  }) as Workflow

let calls: Request[] = []
let reply: () => Response
let role = 'author'

beforeEach(() => {
  calls = []
  role = 'author'
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input instanceof Request ? input : new URL(String(input), 'http://server'), init)
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/whoami')) {
      return Promise.resolve(Response.json({ user: 'ada', role, key_id: 'k', workflows: [] }))
    }
    if (pathname.endsWith('/runs')) {
      return Promise.resolve(Response.json({ items: [], next: null }))
    }
    calls.push(request)
    return Promise.resolve(reply())
  })
})

function show(shown: Workflow) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TryIt workflow={shown} version={undefined} />
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

const send = async (user: ReturnType<typeof userEvent.setup>) => {
  await vi.waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(false))
  await user.click(screen.getByRole('button', { name: 'Send' }))
}

test('a problem stands beside the field that it belongs to, which gets the focus', async () => {
  reply = () =>
    Response.json(
      { type: '/problems/invalid-request', title: 'It does not fit', status: 400, detail: '1 problem', errors: [{ in: 'query', name: 'n', pointer: '/n', message: "expected an integer, got 'x'", expected: 'an integer' }] },
      { status: 400, headers: { 'Content-Type': 'application/problem+json' } },
    )
  const user = show(workflow({}))
  const input = screen.getByRole('textbox', { name: /How many/ })
  await user.type(input, 'x')
  await send(user)
  await vi.waitFor(() => expect(input.getAttribute('aria-invalid')).toBe('true'))
  expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toContain("expected an integer, got 'x'")
  expect(document.activeElement).toBe(input)
  expect(screen.getByRole('alert').textContent).not.toContain('expected an integer')
  expect(new URL(calls[0]?.url ?? '').search).toBe('?n=x')
})

test('an answer is a table, with its status, times and run', async () => {
  reply = () =>
    Response.json({ data: { squares: [{ square: 0 }, { square: 1 }] }, meta: { squares: { count: 2 } } }, { headers: { 'Server-Timing': 'validation;dur=0.1, user;dur=0.4', 'X-Run-Id': 'run-1' } })
  const user = show(workflow({}))
  await user.type(screen.getByRole('textbox', { name: /How many/ }), '2')
  await user.keyboard('{Control>}{Enter}{/Control}')
  const table = await screen.findByRole('region', { name: 'Squares' })
  expect(within(table).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['0', '1'])
  expect(screen.getByRole('status').textContent).toContain('200')
  expect(screen.getByRole('link', { name: 'Open the run' }).getAttribute('href')).toBe('/runs/run-1')
  expect(screen.getByText('validation')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'JSON', pressed: false }))
  expect(screen.getByRole('region', { name: 'JSON' }).textContent).toContain('"square": 1')
})

test('a background run is led to', async () => {
  reply = () => Response.json({ run_id: 'run-2', status: 'accepted', status_url: '', result_url: '', events_url: '' }, { status: 202 })
  const user = show(workflow({ url_args: [] }))
  await user.click(screen.getByRole('radio', { name: 'Background' }))
  await send(user)
  expect((await screen.findByRole('link', { name: 'Watch the run' })).getAttribute('href')).toBe('/runs/run-2')
  expect(calls[0]?.headers.get('prefer')).toBe('respond-async')
})

test('a streamed call shows each event, then the answer', async () => {
  const events = 'id: 1\nevent: message\ndata: {"task":"count","message":"half way"}\n\nid: 2\nevent: succeeded\ndata: {}\n\nevent: response\ndata: {"data":{"squares":[{"square":9}]},"meta":{}}\n\n'
  reply = () => new Response(events, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } })
  const user = show(workflow({ url_args: [] }))
  await user.click(screen.getByRole('radio', { name: 'Streamed' }))
  await send(user)
  expect((await screen.findByRole('log')).textContent).toContain('half way')
  expect(await screen.findByRole('cell', { name: '9' })).toBeTruthy()
  expect(calls[0]?.headers.get('accept')).toBe('text/event-stream')
})

test('what cannot be written is not sent', async () => {
  const user = show(workflow({ url_args: [{ name: 'where', type: 'object' }] }))
  await user.type(screen.getByRole('textbox', { name: 'where' }), '{{a')
  await send(user)
  expect(screen.getByText('is no JSON')).toBeTruthy()
  expect(calls).toEqual([])
})

test('a key that may not call is told so', async () => {
  role = 'viewer'
  show(workflow({}))
  expect(await screen.findByText('Your key may look, but not call.')).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true)
})
