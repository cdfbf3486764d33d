import { expect, test } from 'vitest'

import type { WorkflowDefinition } from '../api/client'
import { changesBetween, summaryOf } from './changes'

const BEFORE: WorkflowDefinition = {
  id: 'one',
  label: 'One',
  tasks: [
    { name: 'a', code: 'def a(ti):\n    pass\n' },
    { name: 'b', code: 'def b(ti):\n    pass\n' },
  ],
  edges: [{ from: 'a', to: 'b' }],
}

test('nothingDiffersWhenTheServerHasFilledInWhatWasNotSaid', () => {
  const filled: WorkflowDefinition = {
    ...BEFORE,
    description: null,
    requirements: [],
    limits: { memory: null },
    enabled: true,
    tasks: BEFORE.tasks.map((task) => ({ ...task, join: 'all', timeout: null, retries: { max: 0, backoff: 1, max_backoff: 60 } })),
    edges: [{ from: 'a', to: 'b', when: null }],
  }
  expect(changesBetween(BEFORE, filled)).toEqual([])
  expect(summaryOf(BEFORE, filled)).toEqual([])
})

test('codeIsComparedTaskByTask', () => {
  const after = { ...BEFORE, tasks: [{ name: 'a', code: 'def a(ti):\n    return\n' }] }
  expect(changesBetween(BEFORE, after).map(({ path }) => path)).toEqual(['workflow.yaml', 'tasks/a.py', 'tasks/b.py'])
  expect(changesBetween(BEFORE, after)[2]).toMatchObject({ before: 'def b(ti):\n    pass\n', after: '' })
})

test('saysInWordsWhatIsDifferent', () => {
  const after: WorkflowDefinition = {
    ...BEFORE,
    label: 'Two',
    url_args: [{ name: 'n', type: 'integer' }],
    tasks: [{ name: 'a', code: 'def a(ti):\n    return\n', enabled: false }, ...BEFORE.tasks.slice(1), { name: 'c', code: '' }],
    edges: [
      { from: 'a', to: 'b', when: 'x > 1' },
      { from: 'b', to: 'c' },
    ],
  }
  expect(summaryOf(BEFORE, after)).toEqual(['Added: c', 'Code changed: a', 'a switched off', 'Connected: b→c', 'Condition changed: a→b', 'Changed: label, arguments'])
})
