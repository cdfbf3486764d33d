import type { WorkflowSummary } from '../api/client'

export type RecentRun = NonNullable<WorkflowSummary['recent_runs']>[number]

/** What the last run of a workflow can be looked for by. */
export type LastRun = 'failed' | 'succeeded' | 'running' | 'none'

/** Runs of so small a part of the longest still have a bar that can be seen. */
const LEAST_HEIGHT = 0.16

export function lastRunOf(workflow: WorkflowSummary): LastRun | 'cancelled' {
  const last = workflow.recent_runs?.[0]
  if (!last) {
    return 'none'
  }
  switch (last.status) {
    case 'failed':
    case 'dead':
      return 'failed'
    case 'accepted':
    case 'running':
      return 'running'
    default:
      return last.status
  }
}

/**
 * How high the bar of each run is, as a part of the whole; roots, so that one long run does not flatten the others.
 *
 * @returns in the order of the runs; a run without an end is as high as the highest
 */
export function heightsOf(runs: readonly RecentRun[]): number[] {
  const longest = Math.max(0, ...runs.map(({ seconds }) => seconds ?? 0))
  return runs.map(({ seconds }) => (seconds === null || longest === 0 ? 1 : Math.max(LEAST_HEIGHT, Math.sqrt(seconds / longest))))
}

/** `18 succeeded, 2 failed`, the most frequent first. */
export function countsOf(runs: readonly RecentRun[]): string {
  const counts = new Map<string, number>()
  for (const { status } of runs) {
    counts.set(status, (counts.get(status) ?? 0) + 1)
  }
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ')
}
