import type { Environment, Worker } from '../../api/client'

export type WorkerState = Worker['state']

/** In the order in which they are drawn: what works first. */
export const STATES: readonly WorkerState[] = ['busy', 'loading', 'starting', 'idle', 'stopping', 'spent', 'dead']

export interface WorkerGroup {
  environment: string
  /** What an id alone does not tell. */
  about: string
  workers: Worker[]
}

/** Workers by the environment that they run in, the first interpreter's before all others; those that work come first. */
export function grouped(workers: readonly Worker[], environments: readonly Environment[]): WorkerGroup[] {
  const groups = new Map<string, Worker[]>()
  for (const worker of workers) {
    groups.set(worker.environment, [...(groups.get(worker.environment) ?? []), worker])
  }
  return [...groups]
    .sort(([left], [right]) => Number(right === 'base') - Number(left === 'base') || left.localeCompare(right))
    .map(([environment, members]) => ({ environment, about: aboutEnvironment(environment, environments), workers: members.toSorted(byStateThenName) }))
}

function byStateThenName(left: Worker, right: Worker): number {
  return STATES.indexOf(left.state) - STATES.indexOf(right.state) || left.name.localeCompare(right.name, 'en', { numeric: true })
}

function aboutEnvironment(id: string, environments: readonly Environment[]): string {
  if (id === 'base') {
    return 'the first interpreter as it is'
  }
  const environment = environments.find((one) => one.id === id)
  if (!environment) {
    return id.startsWith('python-') ? 'an interpreter as it is' : ''
  }
  const workflows = [...new Set(environment.workflows.map((workflow) => workflow.workflow_id))]
  return [`Python ${environment.python}`, packageCount(environment.packages.length), workflows.length > 0 ? `for ${workflows.join(', ')}` : ''].filter(Boolean).join(' · ')
}

export function packageCount(count: number): string {
  return count === 1 ? '1 package' : `${count} packages`
}

export function countsByState(workers: readonly Worker[]): { state: WorkerState; count: number }[] {
  return STATES.map((state) => ({ state, count: workers.filter((worker) => worker.state === state).length })).filter(({ count }) => count > 0)
}
