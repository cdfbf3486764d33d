import { expect, test } from 'vitest'

import { NO_VALUES } from './call'
import { fixedRequest } from './fixedRequest'
import { hasEnded, pulledValues, shapeOf, trialOf } from './trial'
import type { RunSummary, WorkflowDefinition } from '../api/client'

const DEFINITION: WorkflowDefinition = { id: 'sample', url_args: [{ name: 'n', type: 'integer' }], tasks: [{ name: 'answer', code: '' }] }

test('what is entered is JSON, or else a text, and nothing where nothing is entered', () => {
  expect(pulledValues({ numbers: '[1, 2]', name: 'Ada', quoted: '"3"', none: ' ' })).toEqual({ numbers: [1, 2], name: 'Ada', quoted: '3' })
})

test('a trial is of the definition as it stands in the editor, with the request that is entered', () => {
  const { request, faults } = fixedRequest(shapeOf('sample', DEFINITION), { ...NO_VALUES, url_args: { n: '3' } }, 'a task')
  expect(faults).toEqual([])
  const entered = { values: { factor: '2' }, more: [], runId: '' }
  expect(trialOf(DEFINITION, 'answer', entered, request)).toEqual({ definition: DEFINITION, task: 'answer', values: { factor: 2 }, request: { url_params: { n: '3' }, body: null, form: {} } })
  expect(trialOf(DEFINITION, 'answer', { ...entered, runId: 'run-1' }, request)).toMatchObject({ run_id: 'run-1' })
})

test('values are those of runs that have ended', () => {
  const runs = [{ status: 'failed' }, { status: 'succeeded' }, { status: 'running' }, { status: 'accepted' }] as RunSummary[]
  expect(runs.map(hasEnded)).toEqual([true, true, false, false])
})
