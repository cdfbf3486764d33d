import { useQuery } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { answer, api } from '../api/client'
import { ADMIN, answering, json, show } from '../testing/page'
import { Shell } from './Shell'
import { useSettings } from './settings'

const unauthorized = () => json({ type: '/problems/api-key-needed', title: 'An API key is needed', status: 401, detail: 'an API key is needed' }, 401)
const page = (
  <Shell>
    <h1>The page</h1>
  </Shell>
)

beforeEach(() => useSettings.setState({ hasSeenTour: true, theme: 'system', times: 'relative', hasKeys: true }))
afterEach(() => vi.unstubAllGlobals())

test('showsThePageAndMarksWhereOneIs', async () => {
  answering({ 'GET /whoami': () => json(ADMIN) })
  show(page, '/runs/019bfe2c-4f3a-7c11-9a52-6f1c0d3e8b7a')
  expect(await screen.findByText('The page')).toBeTruthy()
  const pages = within(screen.getByRole('navigation', { name: 'Pages' }))
  expect(pages.getByRole('link', { name: 'Runs' }).getAttribute('aria-current')).toBe('page')
  expect(pages.getByRole('link', { name: 'Workflows' }).getAttribute('aria-current')).toBeNull()
})

test('asksForAKeyThenShowsThePage', async () => {
  let isSignedIn = false
  const asked = answering({
    'GET /whoami': () => (isSignedIn ? json(ADMIN) : unauthorized()),
    'POST /session': (request) => {
      isSignedIn = request.headers.get('authorization') === 'Bearer bew_right'
      return isSignedIn ? json(ADMIN) : unauthorized()
    },
  })
  const { queries } = show(page)
  const key = await screen.findByLabelText('API key')
  expect(screen.queryByText('The page')).toBeNull()
  await userEvent.type(key, 'bew_wrong{Enter}')
  expect(await screen.findByText(/does not know this key/)).toBeTruthy()
  await queries.invalidateQueries()
  expect(screen.getByText(/does not know this key/)).toBeTruthy()
  expect(screen.getByLabelText('API key')).toBe(key)
  await userEvent.clear(key)
  await userEvent.type(key, 'bew_right{Enter}')
  expect(await screen.findByText('The page')).toBeTruthy()
  expect(asked.filter((request) => request.method === 'POST')).toHaveLength(2)
})

function Asking() {
  const { refetch } = useQuery({ queryKey: ['runs'], queryFn: () => answer(api.GET('/api/app/be_workflows/runs')), enabled: false })
  return <button onClick={() => void refetch()}>Ask</button>
}

test('asksAgainOverThePageWhenTheSessionHasEnded', async () => {
  let isOver = false
  answering({ 'GET /whoami': () => (isOver ? unauthorized() : json(ADMIN)), 'GET /runs': unauthorized })
  const { queries } = show(
    <Shell>
      <Asking />
    </Shell>,
  )
  const button = await screen.findByText('Ask')
  isOver = true
  await userEvent.click(button)
  expect(await screen.findByRole('dialog', { name: 'Your session has ended' })).toBeTruthy()
  expect(screen.getByText('Ask')).toBe(button)
  await userEvent.type(screen.getByLabelText('API key'), 'bew_')
  await queries.invalidateQueries({ queryKey: ['whoami'] })
  expect(screen.getByLabelText<HTMLInputElement>('API key').value).toBe('bew_')
  await userEvent.keyboard('{Escape}')
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }))
  expect(await screen.findByLabelText('API key')).toBeTruthy()
})

test('saysThatTheServerIsAwayUntilItAnswersAgain', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout'] })
  let isAway = true
  const asked = answering({
    'GET /whoami': () => json(ADMIN),
    'GET /runs': () => (isAway ? Promise.reject(new TypeError('Failed to fetch')) : json({ items: [], next: null })),
    'GET /healthz': () => (isAway ? Promise.reject(new TypeError('Failed to fetch')) : json({ status: 'up' })),
  })
  show(
    <Shell>
      <Asking />
    </Shell>,
  )
  const looks = () => asked.filter(({ url }) => url.endsWith('/healthz')).length
  await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).click(await screen.findByText('Ask'))
  expect(await screen.findByText('The server does not answer.')).toBeTruthy()
  await vi.advanceTimersByTimeAsync(3_100)
  expect(looks()).toBe(1)
  isAway = false
  await vi.advanceTimersByTimeAsync(3_100)
  await waitFor(() => expect(screen.queryByText('The server does not answer.')).toBeNull())
  expect(asked.filter(({ url }) => url.endsWith('/whoami'))).toHaveLength(2)
  vi.useRealTimers()
})

test('saysWhyAForeignMachineSeesNothing', async () => {
  answering({ 'GET /whoami': () => json({ type: '/problems/foreign-page', title: 'Not from this page', status: 403, detail: 'without an API key only this machine may call' }, 403) })
  show(page)
  expect(await screen.findByText('This server is open to its own machine only')).toBeTruthy()
})

test('leavesOutWhatACallerMayNotSee', async () => {
  answering({ 'GET /whoami': () => json({ ...ADMIN, role: 'caller' }) })
  show(page)
  await screen.findByText('The page')
  const links = within(screen.getByRole('navigation', { name: 'Pages' })).getAllByRole('link')
  expect(links.map((link) => link.textContent)).toEqual(['Workflows', 'Runs'])
})

test('keysGoToPagesUnlessTheyAreSwitchedOff', async () => {
  answering({ 'GET /whoami': () => json(ADMIN) })
  const { memory } = show(page)
  await screen.findByText('The page')
  await userEvent.keyboard('gr')
  await waitFor(() => expect(memory.history.at(-1)).toBe('/runs'))
  expect(document.activeElement?.id).toBe('content')
  expect(document.title).toBe('Runs · BE Workflows')
  useSettings.setState({ hasKeys: false })
  await userEvent.keyboard('gw')
  expect(memory.history.at(-1)).toBe('/runs')
})

test('thePaletteFindsWorkflowsOfTheServerAndGoesThere', async () => {
  const found = { id: 'diamond', label: 'Diamond', description: '', enabled: true, mode: 'foreground', version: 1, published_version: 1, saved_at: '2026-01-31T12:00:00Z' }
  answering({ 'GET /whoami': () => json(ADMIN), 'GET /be_wf_graph': () => json({ items: [found], next: null }) })
  const { memory } = show(page)
  await screen.findByText('The page')
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.type(await screen.findByRole('combobox'), 'diamond')
  await screen.findByRole('option', { name: /Diamond/ })
  await userEvent.keyboard('{Enter}')
  expect(memory.history.at(-1)).toBe('/workflows/diamond')
  expect(screen.queryByRole('combobox')).toBeNull()
})

test('theTourIsShownOnce', async () => {
  useSettings.setState({ hasSeenTour: false })
  answering({ 'GET /whoami': () => json(ADMIN) })
  show(page)
  await userEvent.click(await screen.findByRole('button', { name: 'Skip' }))
  expect(useSettings.getState().hasSeenTour).toBe(true)
  expect(screen.queryByRole('button', { name: 'Skip' })).toBeNull()
})
