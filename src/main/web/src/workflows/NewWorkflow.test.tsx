import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'

import { ADMIN, answering, json, show, type Answers } from '../testing/page'
import WorkflowsPage from './WorkflowsPage'

afterEach(() => vi.unstubAllGlobals())

const bodies: Record<string, unknown>[] = []
const keep = async (request: Request) => {
  const body = (await request.json()) as Record<string, unknown>
  bodies.push(body)
  return body
}

function begin(answers: Answers, path: string, whoami: object = ADMIN) {
  bodies.length = 0
  const asked = answering({ 'GET /whoami': () => json(whoami), 'GET /be_wf_graph': () => json({ items: [], next: null }), ...answers })
  return { asked, ...show(<WorkflowsPage />, path) }
}

test('makesAFirstWorkflowInOneClick', async () => {
  const { memory } = begin({ 'POST /be_wf_graph': async (request) => json(await keep(request), 201) }, '/')
  await userEvent.click(await screen.findByRole('button', { name: /Make/ }))
  await waitFor(() => expect(memory.history.at(-1)).toBe('/workflows/hello'))
  expect(bodies[0]).toMatchObject({ id: 'hello', tasks: [{ name: 'answer' }] })
})

test('offersAViewerNothingToMake', async () => {
  begin({}, '/', { ...ADMIN, role: 'viewer' })
  expect(await screen.findByText('There are no workflows yet')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'New workflow' })).toBeNull()
})

test('makesTheIdOfTheNameUntilItIsTyped', async () => {
  let isTaken = true
  const { memory } = begin(
    {
      'POST /be_wf_graph': async (request) => {
        const body = await keep(request)
        return isTaken ? json({ type: '/problems/workflow-exists', title: 'Exists', status: 409 }, 409) : json(body, 201)
      },
    },
    '/?new=empty',
  )
  await userEvent.type(await screen.findByLabelText('Name'), 'Daily forecast')
  await userEvent.click(screen.getByLabelText(/^Background/))
  await userEvent.click(screen.getByRole('button', { name: 'Create' }))
  expect(await screen.findByText('There is a workflow of this id already.')).toBeTruthy()
  isTaken = false
  await userEvent.type(screen.getByLabelText('Id'), '-2')
  await userEvent.click(screen.getByRole('button', { name: 'Create' }))
  await waitFor(() => expect(memory.history.at(-1)).toBe('/workflows/daily-forecast-2'))
  expect(bodies[1]).toMatchObject({ id: 'daily-forecast-2', label: 'Daily forecast', mode: 'background' })
})

test('makesAnExampleUnderTheFirstFreeId', async () => {
  const document = { format: 'be-workflows/1', workflows: [{ id: 'hello', files: { 'workflow.yaml': '# greets\nid: hello\ntasks:\n  - name: greet\n', 'tasks/greet.py': '' } }] }
  const { memory } = begin(
    {
      'GET /examples': () => json({ items: [{ name: 'hello', label: 'Hello', description: 'Greets.', document }] }),
      'POST /be_wf_graph/import': async (request) => {
        const { workflows } = (await keep(request)) as { workflows: { id: string }[] }
        return json({ workflows: workflows.map(({ id }) => ({ id, outcome: id === 'hello' ? 'updated' : 'created', version: 1, warnings: [] })) })
      },
    },
    '/?new=example',
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Use Hello' }))
  await waitFor(() => expect(memory.history.at(-1)).toBe('/workflows/hello-2'))
  expect(bodies).toHaveLength(3)
  expect(bodies[2]).toMatchObject({ workflows: [{ id: 'hello-2', files: { 'workflow.yaml': '# greets\nid: hello-2\ntasks:\n  - name: greet\n' } }] })
})

test('showsWhatAnImportDoesBeforeItIsDone', async () => {
  const { asked } = begin(
    { 'POST /be_wf_graph/import': async (request) => (await keep(request), json({ workflows: [{ id: 'hello', outcome: 'updated', version: 4, warnings: [] }, { id: 'same', outcome: 'unchanged', version: 1, warnings: [] }] })) },
    '/?new=file',
  )
  const input = await screen.findByLabelText<HTMLInputElement>('Files')
  await userEvent.upload(input, new File(['tasks:\n  - name: greet\n    code: pass\n'], 'hello.yaml'), { applyAccept: false })
  expect(await screen.findByText('becomes version 4')).toBeTruthy()
  const imports = () => asked.filter(({ url }) => url.includes('/import')).map(({ url }) => new URL(url).search)
  expect(imports()).toEqual(['?dry_run=true'])
  await userEvent.click(screen.getByLabelText(/As drafts/))
  await userEvent.click(screen.getByRole('button', { name: 'Import 1 workflow' }))
  await waitFor(() => expect(imports()).toEqual(['?dry_run=true', '?draft=true&message=Imported']))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('saysWhereAFileIsWrong', async () => {
  const flaw = { pointer: '/workflows/0/files', message: 'no such file', expected: '', file: 'tasks/greet.py', line: 3, column: 5 }
  begin({ 'POST /be_wf_graph/import': () => json({ type: '/problems/invalid-definition', title: 'Invalid', status: 400, errors: [flaw] }, 400) }, '/?new=file')
  await userEvent.upload(await screen.findByLabelText<HTMLInputElement>('Files'), new File(['tasks: []'], 'hello.yaml'), { applyAccept: false })
  expect(await screen.findByText('tasks/greet.py:3:5')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull()
})
