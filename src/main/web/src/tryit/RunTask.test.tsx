import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { useStore } from 'zustand'

import type { Task, WorkflowDefinition } from '../api/client'
import { createDraft } from '../editor/draft'
import { RunTask } from './RunTask'

const ANSWER: Task = { name: 'answer', code: 'def answer(ti):\n    ti.push("sum", ti.pull("factor"))\n' }
const DEFINITION: WorkflowDefinition = {
  id: 'sample',
  url_args: [{ name: 'n', type: 'integer' }],
  tasks: [{ name: 'first', code: 'def first(ti):\n    ti.push("factor", 2)\n' }, ANSWER],
  edges: [{ from: 'first', to: 'answer' }],
}
const NOTHING = { status: 'succeeded', seconds: 0.004, user_seconds: 0.001, pushed: [], data: {}, meta: {}, skipped: {}, messages: [], log: '', error: null, left_out: [] }

let trials: unknown[] = []
let runs: unknown[] = []
let reply: () => Response

beforeEach(() => {
  trials = []
  runs = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.endsWith('/whoami')) {
      return Response.json({ user: 'ada', role: 'author', key_id: null, workflows: [] })
    }
    if (request.url.endsWith('/run-task')) {
      trials.push(await request.json())
      return reply()
    }
    if (/runs\/[0-9a-f-]+$/.test(request.url)) {
      return Response.json({ request: { url_params: { n: 7 }, req_body: {}, req_form: {}, files: {} } })
    }
    return Response.json({ items: runs, next: null })
  })
})

function show() {
  const store = createDraft(`trial-${crypto.randomUUID()}`)
  store.setState({ isLoaded: true, definition: DEFINITION, base: DEFINITION, baseVersion: 1 })
  function Page() {
    return <RunTask draft={useStore(store)} task={ANSWER} />
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Page />
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

async function run(user: ReturnType<typeof userEvent.setup>) {
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Run this task' })
  await vi.waitFor(() => expect(button.disabled).toBe(false))
  await user.click(button)
}

test('a task is run with the values of the keys that tasks before it push', async () => {
  reply = () => Response.json({ ...NOTHING, pushed: [{ key: 'sum', value: [1, 2] }], log: 'done\n' })
  const user = show()
  await user.type(screen.getByRole('textbox', { name: 'factor' }), '21')
  await user.type(screen.getByRole('textbox', { name: 'n' }), '3')
  await run(user)
  expect((await screen.findByText('[1,2]')).previousSibling?.textContent).toBe('sum')
  expect(screen.getByRole('region', { name: 'Log' }).textContent).toBe('done\n')
  expect(trials).toEqual([{ definition: DEFINITION, task: 'answer', values: { factor: 21 }, request: { url_params: { n: '3' }, body: null, form: {} } }])
})

test('a task is run with the values of a run that has ended', async () => {
  const at = { workflow_id: 'sample', version: 1, mode: 'foreground', user: null, failure: null, accepted_at: new Date().toISOString(), started_at: null, finished_at: null }
  runs = [
    { ...at, run_id: '019bfe2c-4f3a-7c11-9a52-000000000001', status: 'running' },
    { ...at, run_id: '019bfe2c-4f3a-7c11-9a52-000000000002', status: 'succeeded' },
  ]
  reply = () => Response.json({ type: '/problems/invalid-request', title: 'It does not fit', status: 400, detail: '', errors: [{ in: 'body', name: 'run_id', pointer: '/run_id', message: 'nothing that this run pushed is kept', expected: 'a late one' }] }, { status: 400 })
  const user = show()
  const choice = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Those of a run' })
  expect([...choice.options].map(({ value }) => value)).toEqual(['', '019bfe2c-4f3a-7c11-9a52-000000000002'])
  await user.selectOptions(choice, '019bfe2c-4f3a-7c11-9a52-000000000002')
  await vi.waitFor(() => expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'n' }).value).toBe('7'))
  await run(user)
  expect(await screen.findByText(/nothing that this run pushed is kept/)).toBeTruthy()
  expect(trials).toMatchObject([{ run_id: '019bfe2c-4f3a-7c11-9a52-000000000002', values: {}, request: { url_params: { n: '7' } } }])
})

test('what the task raised is shown with its traceback', async () => {
  reply = () => Response.json({ ...NOTHING, status: 'failed', error: { kind: 'raised', task: 'answer', type: 'KeyError', message: "'factor'", traceback: 'answer.py, line 2' } })
  const user = show()
  await run(user)
  expect((await screen.findByRole('region', { name: 'Traceback' })).textContent).toContain('line 2')
  expect(screen.getByText("KeyError: 'factor'")).toBeTruthy()
})

test('what is wrong with the request stands at its field', async () => {
  reply = () => Response.json({ type: '/problems/invalid-request', title: 'It does not fit', status: 400, detail: '', errors: [{ in: 'body', name: 'n', pointer: '/request/url_params/n', message: 'expected an integer', expected: 'an integer' }] }, { status: 400 })
  const user = show()
  await user.type(screen.getByRole('textbox', { name: 'n' }), 'x')
  await run(user)
  await vi.waitFor(() => expect(screen.getByRole('textbox', { name: 'n' }).getAttribute('aria-invalid')).toBe('true'))
  expect(screen.getByRole('alert').textContent).not.toContain('expected an integer')
})
