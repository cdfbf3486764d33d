import { expect, test } from 'vitest'

import type { Environment, Worker } from '../../api/client'
import { countsByState, grouped } from './groups'

function worker(name: string, environment: string, state: Worker['state']): Worker {
  return { name, environment, state, pid: 1, since: '2026-01-31T12:00:00Z', run_id: null, workflow_id: null, task: null, tasks: 0, resident_bytes: 0, peak_bytes: 0 }
}

const ENVIRONMENT: Environment = {
  id: '9404e3d65f2621a39c125ba0',
  state: 'ready',
  python: '3.11.7',
  packages: [{ name: 'idna', version: '3.7', hashes: [] }],
  workflows: [
    { workflow_id: 'iris', version: 1 },
    { workflow_id: 'iris', version: 2 },
  ],
  started_at: null,
  ended_at: null,
  error: null,
  bytes: 1,
  last_used_at: null,
  in_use: true,
}

test('groups by environment, the first interpreter first and those that work before those that wait', () => {
  const groups = grouped(
    [worker('worker-10.1', ENVIRONMENT.id, 'idle'), worker('worker-2.1', 'base', 'idle'), worker('worker-3.1', 'base', 'busy'), worker('worker-1.1', 'base', 'idle')],
    [ENVIRONMENT],
  )

  expect(groups.map((group) => [group.environment, group.workers.map(({ name }) => name)])).toEqual([
    ['base', ['worker-3.1', 'worker-1.1', 'worker-2.1']],
    [ENVIRONMENT.id, ['worker-10.1']],
  ])
})

test('tells of an environment what its id does not', () => {
  const [group] = grouped([worker('worker-1.1', ENVIRONMENT.id, 'idle')], [ENVIRONMENT])

  expect(group?.about).toBe('Python 3.11.7 · 1 package · for iris')
})

test('counts the states that there are', () => {
  expect(countsByState([worker('a', 'base', 'idle'), worker('b', 'base', 'busy'), worker('c', 'base', 'idle')])).toEqual([
    { state: 'busy', count: 1 },
    { state: 'idle', count: 2 },
  ])
})
