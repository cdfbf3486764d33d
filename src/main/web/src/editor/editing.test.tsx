import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'

import type { Workflow } from '../api/client'
import { abandonDraft, draftOf, useDraft } from './draft'
import { Notices } from './Notices'
import { SaveBar, VersionState } from './SaveBar'
import { TaskPanel } from './TaskPanel'

const WORKFLOW = {
  id: 'one',
  label: 'One',
  tasks: [
    { name: 'look', label: 'Look', code: 'def look(ti):\n    pass\n' },
    { name: 'clean', label: 'Clean', code: 'def clean(ti):\n    pass\n' },
    { name: 'report', label: 'Report', code: 'def report(ti):\n    pass\n' },
  ],
  edges: [{ from: 'look', to: 'clean' }],
  version: 3,
  saved_at: '2026-01-31T12:00:00Z',
  author: 'ada',
  message: '',
  published: true,
  publishing: false,
  environment: null,
  enabled: true,
} as unknown as Workflow

function version(number: number): Workflow {
  return { ...WORKFLOW, version: number }
}

/** What the server was asked; it answers with what is given. */
function serve(status: number, body: unknown): Request[] {
  const requests: Request[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    requests.push(request)
    return Promise.resolve(Response.json(body, { status }))
  })
  return requests
}

function show(part: ReactNode) {
  return render(<QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>{part}</QueryClientProvider>)
}

function Bar() {
  const draft = useDraft('one')
  return (
    <>
      <SaveBar draft={draft} workflow={WORKFLOW} />
      <Notices draft={draft} />
    </>
  )
}

function Panel({ name, onChoose = () => undefined }: { name: string; onChoose?: () => void }) {
  const draft = useDraft('one')
  const task = draft.definition.tasks.find((one) => one.name === name)
  return task ? <TaskPanel draft={draft} task={task} mayEdit place={null} onChoose={onChoose} onClose={() => undefined} /> : <p>gone</p>
}

beforeEach(() => {
  abandonDraft('one')
  draftOf('one').getState().arrive(WORKFLOW)
  vi.unstubAllGlobals()
})

const definition = () => draftOf('one').getState().definition

test('publishesOnTheConditionThatNobodyHasSaved', async () => {
  const requests = serve(200, version(4))
  draftOf('one').getState().change((before) => ({ ...before, label: 'Two' }))
  show(<Bar />)
  await userEvent.click(screen.getByRole('button', { name: 'Publish…' }))
  await userEvent.type(screen.getByLabelText('Message'), 'A better name')
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }))
  await waitFor(() => expect(draftOf('one').getState().baseVersion).toBe(4))
  const [request] = requests
  expect(request?.method).toBe('PUT')
  expect(request?.headers.get('If-Match')).toBe('"3"')
  expect(new URL(request?.url ?? '').searchParams.get('message')).toBe('A better name')
  expect(new URL(request?.url ?? '').searchParams.has('draft')).toBe(false)
  expect(await request?.json()).toMatchObject({ label: 'Two', tasks: [{ name: 'look' }, {}, {}] })
})

test('whatSomebodyElseSavedIsAChoiceOfTwo', async () => {
  serve(409, { type: '/problems/version-conflict', title: 'Somebody saved in the meantime', status: 409, detail: 'it has version 4', current_version: 4 })
  draftOf('one').getState().change((before) => ({ ...before, label: 'Mine' }))
  show(<Bar />)
  await userEvent.click(screen.getByRole('button', { name: 'Publish…' }))
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }))
  expect(await screen.findByText('Somebody saved in the meantime')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  draftOf('one').getState().arrive(version(4))
  await userEvent.click(await screen.findByRole('button', { name: 'Keep mine instead of it' }))
  expect(draftOf('one').getState()).toMatchObject({ baseVersion: 4, isDirty: true, newer: null })
})

test('keysUndoAndRedoButNotWhileATextIsEntered', async () => {
  show(
    <>
      <Bar />
      <input aria-label="text" />
    </>,
  )
  draftOf('one').getState().change((before) => ({ ...before, label: 'Two' }))
  await userEvent.click(screen.getByLabelText('text'))
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(definition().label).toBe('Two')
  await userEvent.tab()
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(definition().label).toBe('One')
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
  expect(definition().label).toBe('Two')
})

test('aTaskIsRenamedWhenItsNameIsLeft', async () => {
  show(<Panel name="look" />)
  const name = screen.getByLabelText('Name of the task')
  await userEvent.clear(name)
  await userEvent.type(name, 'clean')
  expect(screen.getByRole('alert').textContent).toContain('Another task')
  await userEvent.type(name, '_up{Enter}')
  expect(definition().tasks[0]).toMatchObject({ name: 'clean_up', code: 'def clean_up(ti):\n    pass\n' })
  expect(definition().edges).toEqual([{ from: 'clean_up', to: 'clean' }])
})

test('aTaskIsConnectedByKeysAndACycleCannotBeChosen', async () => {
  show(<Panel name="clean" />)
  await userEvent.click(screen.getByRole('tab', { name: 'Connections (1)' }))
  await userEvent.click(screen.getByRole('button', { name: 'Connect to…' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText('would wait for itself: clean → look → clean').closest('[aria-disabled]')?.getAttribute('aria-disabled')).toBe('true')
  await userEvent.keyboard('rep{Enter}')
  expect(definition().edges).toContainEqual({ from: 'clean', to: 'report' })
})

test('aConditionIsPutOnAnEdge', async () => {
  show(<Panel name="clean" />)
  await userEvent.click(screen.getByRole('tab', { name: 'Connections (1)' }))
  await userEvent.type(screen.getByLabelText('Taken when (look → clean)'), 'x > 1')
  expect(definition().edges).toEqual([{ from: 'look', to: 'clean', when: 'x > 1' }])
  draftOf('one').getState().undo()
  expect(definition().edges).toEqual([{ from: 'look', to: 'clean' }])
})

test('aTaskIsSwitchedOffInPlace', async () => {
  show(<Panel name="clean" />)
  await userEvent.click(screen.getByRole('switch'))
  expect(definition().tasks[1]?.enabled).toBe(false)
})

test('retriesShowTheirPausesOnceThereAreAny', async () => {
  show(<Panel name="clean" />)
  await userEvent.click(screen.getByRole('tab', { name: 'Task settings' }))
  expect(screen.queryByLabelText('First pause')).toBeNull()
  await userEvent.type(screen.getByLabelText('Tried again'), '{Backspace}3')
  await userEvent.type(screen.getByLabelText('First pause'), '{Backspace}2.5')
  expect(definition().tasks[1]?.retries).toEqual({ max: 3, backoff: 2.5, max_backoff: 60 })
})

test('anEnvironmentThatCannotBeBuiltIsToldBesideTheVersion', () => {
  const State = () => <VersionState draft={useDraft('one')} workflow={{ ...WORKFLOW, environment: { state: 'failed' } } as Workflow} />
  show(<State />)
  expect(screen.getByRole('status').textContent).toBe('version 3, publishedenvironment failed')
})

test('aSaveThatHasToFindPackagesSaysSo', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  draftOf('one').getState().change((before) => ({ ...before, requirements: ['pandas'] }))
  show(<Bar />)
  await userEvent.click(screen.getByRole('button', { name: 'Publish…' }))
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }))
  expect(await screen.findByText(/Looking for the packages/)).toBeTruthy()
})
