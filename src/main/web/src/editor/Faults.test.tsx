import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { useStore } from 'zustand'

import { Checked } from './check'
import { createDraft } from './draft'
import { Faults } from './Faults'

test('a fault of the code is told with its line, and leads to it', async () => {
  const fault = { pointer: '/tasks/0/code', message: "expected ':'", expected: 'Python that compiles', line: 3, column: 9 }
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      request.url.endsWith('/whoami')
        ? Response.json({ user: 'ada', role: 'author', key_id: null, workflows: [] })
        : Response.json({ type: '/problems/invalid-definition', title: 'Wrong', status: 400, detail: '1 problem', errors: [fault] }, { status: 400 }),
    ),
  )
  const store = createDraft('hello')
  const definition = { tasks: [{ name: 'greet', code: 'def greet(ti)' }] }
  store.setState({ isLoaded: true, definition, base: definition })
  function Page() {
    const draft = useStore(store)
    return (
      <Checked draft={draft}>
        <Faults draft={draft} />
      </Checked>
    )
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Page />
    </QueryClientProvider>,
  )

  await userEvent.click(await screen.findByRole('button', { name: '1 problem' }))
  await userEvent.click(screen.getByRole('button', { name: /greet, line 3 expected ':'/ }))
  expect(location.pathname + location.search).toBe('/workflows/hello/graph?task=greet&line=3&column=9')
})
