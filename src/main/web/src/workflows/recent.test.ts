import { expect, test } from 'vitest'

import type { WorkflowSummary } from '../api/client'
import { countsOf, heightsOf, lastRunOf, type RecentRun } from './recent'

const run = (status: RecentRun['status'], seconds: number | null = 1): RecentRun => ({ run_id: status, status, accepted_at: '2026-01-31T12:00:00Z', seconds })
const workflow = (recent_runs?: RecentRun[]) => ({ id: 'a', ...(recent_runs ? { recent_runs } : {}) }) as WorkflowSummary

test('theNewestRunIsTheLastOne', () => {
  expect(lastRunOf(workflow([run('dead'), run('succeeded')]))).toBe('failed')
  expect(lastRunOf(workflow([run('accepted', null), run('failed')]))).toBe('running')
  expect(lastRunOf(workflow([]))).toBe('none')
  expect(lastRunOf(workflow())).toBe('none')
})

test('barsAreAsHighAsTheRootOfTheTimeAndNeverTooLowToBeSeen', () => {
  expect(heightsOf([run('succeeded', 4), run('succeeded', 1), run('failed', 0.0001), run('running', null)])).toEqual([1, 0.5, 0.16, 1])
  expect(heightsOf([run('succeeded', 0)])).toEqual([1])
  expect(heightsOf([])).toEqual([])
})

test('countsTheMostFrequentFirst', () => {
  expect(countsOf([run('failed'), run('succeeded'), run('succeeded')])).toBe('2 succeeded, 1 failed')
})
