import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { useStore } from 'zustand'

import type { WorkflowDefinition } from '../../api/client'
import { createDraft } from '../draft'
import SettingsTab from './SettingsTab'

let environment: object | null = null
let environmentState = 'ready'
const sent: Request[] = []

beforeEach(() => {
  environment = null
  environmentState = 'ready'
  sent.length = 0
  vi.stubGlobal('fetch', (request: Request) => {
    sent.push(request)
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/whoami')) {
      return Promise.resolve(Response.json({ user: 'ada', role: 'author', key_id: null, workflows: [] }))
    }
    if (pathname.includes('/environments/')) {
      return Promise.resolve(Response.json({ id: 'e1', state: environmentState, python: '3.12.1', packages: [{}, {}], workflows: [], error: 'No matching distribution found for nosuch', log: [] }))
    }
    if (pathname.includes('/be_wf_graph/id/')) {
      return Promise.resolve(Response.json({ id: 'sample', version: 3, environment, publishing: false }))
    }
    return Promise.resolve(Response.json({ items: [], next: null }))
  })
})

function show(definition: Partial<WorkflowDefinition>) {
  const store = createDraft(`settings-${crypto.randomUUID()}`)
  const whole: WorkflowDefinition = { tasks: [], ...definition }
  store.setState({ isLoaded: true, definition: whole, base: whole, baseVersion: 3 })
  function Page() {
    return <SettingsTab draft={useStore(store)} />
  }
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Page />
    </QueryClientProvider>,
  )
  return { user: userEvent.setup(), definition: () => store.getState().definition, undo: () => store.getState().undo() }
}

const untilWritable = () => vi.waitFor(() => expect(screen.getByRole<HTMLFieldSetElement>('group', { name: 'Settings' }).disabled).toBe(false))

test('limits are sizes and seconds, and nothing where nothing is entered', async () => {
  const { user, definition, undo } = show({ limits: { memory: 536_870_912, output: null, values: null } })
  await untilWritable()
  const memory = screen.getByRole<HTMLInputElement>('textbox', { name: 'Memory of a task' })
  expect(memory.value).toBe('512MiB')
  await user.clear(memory)
  expect(definition().limits?.memory).toBeNull()
  await user.type(screen.getByRole('textbox', { name: 'Time of a run' }), '1.50')
  expect(definition().timeout).toBe(1.5)
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Time of a run' }).value).toBe('1.50')
  undo()
  expect(definition().timeout).toBeUndefined()
})

test('the last method cannot be taken away', async () => {
  const { user, definition } = show({ methods: ['GET', 'POST'] })
  await untilWritable()
  await user.click(screen.getByRole('checkbox', { name: 'GET' }))
  expect(definition().methods).toEqual(['POST'])
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'POST' }).disabled).toBe(true)
})

test('requirements are lines', async () => {
  const { user, definition } = show({})
  await untilWritable()
  await user.type(screen.getByRole('textbox', { name: 'Requirements' }), 'numpy{Enter}pandas>=2')
  expect(definition().requirements).toEqual(['numpy', 'pandas>=2'])
})

test('a build that failed says why, and is tried again', async () => {
  environment = { id: 'e1', state: 'failed' }
  environmentState = 'failed'
  const { user } = show({ requirements: ['nosuch'] })
  await untilWritable()
  const shown = await screen.findByRole('group', { name: 'Environment' })
  expect(within(shown).getByRole('region').textContent).toContain('No matching distribution')
  await user.click(within(shown).getByRole('button', { name: 'Build again' }))
  await vi.waitFor(() => expect(sent.some((request) => request.method === 'POST' && request.url.endsWith('/environments/e1/build'))).toBe(true))
})

test('only background workflows are offered an interceptor', async () => {
  const { user, definition } = show({ mode: 'background' })
  await untilWritable()
  await user.click(screen.getByRole('button', { name: 'Add an interceptor' }))
  expect(definition().interceptor).toContain('def intercept(ti):')
  await user.selectOptions(screen.getByRole('combobox', { name: 'Mode' }), 'foreground')
  await user.click(await screen.findByRole('button', { name: 'Remove the interceptor' }))
  expect(screen.queryByRole('region', { name: 'Interceptor' })).toBeNull()
})
