import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { useStore } from 'zustand'

import type { WorkflowDefinition } from '../../api/client'
import { Checked } from '../check'
import { createDraft } from '../draft'
import SchemaTab from './SchemaTab'

let role = 'author'
let errors: object[] = []

beforeEach(() => {
  role = 'author'
  errors = []
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.url.endsWith('/whoami')) {
      return Promise.resolve(Response.json({ user: 'ada', role, key_id: null, workflows: [] }))
    }
    return Promise.resolve(errors.length === 0 ? Response.json({ problems: [], warnings: [] }) : Response.json({ type: '/problems/invalid-definition', title: 'Wrong', status: 400, detail: '', errors }, { status: 400 }))
  })
})

function show(definition: WorkflowDefinition) {
  const store = createDraft(`schema-${crypto.randomUUID()}`)
  store.setState({ isLoaded: true, definition, base: definition })
  function Page() {
    const draft = useStore(store)
    return (
      <Checked draft={draft}>
        <SchemaTab draft={draft} />
      </Checked>
    )
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Page />
    </QueryClientProvider>,
  )
  return { user: userEvent.setup(), names: () => (store.getState().definition.url_args ?? []).map((field) => field.name), definition: () => store.getState().definition }
}

const untilDisabledIs = (isDisabled: boolean) => vi.waitFor(() => expect(screen.getByRole<HTMLFieldSetElement>('group', { name: 'Schema' }).disabled).toBe(isDisabled))

const TWO: WorkflowDefinition = { tasks: [], url_args: [{ name: 'a', type: 'string' }, { name: 'b', type: 'integer', default: 3 }] }

test('rows are added, named, moved and removed without leaving the keyboard', async () => {
  const { user, names } = show(TWO)
  await untilDisabledIs(false)
  await user.click(screen.getByRole('textbox', { name: 'Name of a' }))
  await user.keyboard('{Enter}')
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name of field' }))
  await user.keyboard('c')
  expect(names()).toEqual(['a', 'c', 'b'])
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(names()).toEqual(['a', 'b', 'c'])
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name of c' }))
  await user.keyboard('{Control>}{Delete}{/Control}')
  expect(names()).toEqual(['a', 'b'])
})

test('what is required loses its default', async () => {
  const { user, definition } = show(TWO)
  await untilDisabledIs(false)
  await user.click(screen.getByRole('checkbox', { name: 'Required of b' }))
  expect(definition().url_args?.[1]).toMatchObject({ required: true, default: null })
})

test('what the server finds wrong stands at its row', async () => {
  errors = [{ pointer: '/url_args/1/default', message: 'expected an integer', expected: 'an integer' }]
  show(TWO)
  const cell = await screen.findByText('expected an integer')
  const input = screen.getByRole('textbox', { name: 'Default of b' })
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(input.getAttribute('aria-describedby')).toBe(cell.closest('td')?.id)
  expect(screen.getByRole('textbox', { name: 'Default of a' }).getAttribute('aria-invalid')).toBe('false')
})

test('who may not write only reads', async () => {
  role = 'viewer'
  const { user, names } = show(TWO)
  await untilDisabledIs(true)
  await user.click(screen.getAllByRole('button', { name: 'Delete a' })[0] as HTMLElement)
  expect(names()).toEqual(['a', 'b'])
})
