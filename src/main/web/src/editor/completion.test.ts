import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'

import type { WorkflowDefinition } from '../api/client'
import { completionSource } from './completion'

const DEFINITION: WorkflowDefinition = {
  url_args: [{ name: 'numbers', type: 'array' }],
  secrets: ['mail_password'],
  response: [{ key: 'report', fields: [] }],
  tasks: [
    { name: 'look', code: 'def look(ti):\n    ti.push("outliers", [])\n' },
    { name: 'clean', code: 'def clean(ti):\n    pass\n' },
    { name: 'last', code: 'def last(ti):\n    pass\n' },
  ],
  edges: [
    { from: 'look', to: 'clean' },
    { from: 'clean', to: 'last' },
  ],
}

/** What is offered at the end of a line. */
function offered(text: string, task = 'clean'): string[] {
  const source = completionSource(() => ({ definition: DEFINITION, task }))
  const result = source(new CompletionContext(EditorState.create({ doc: text }), text.length, false)) as CompletionResult | null
  return result?.options.map(({ label }) => label) ?? []
}

test('offersTheMembersOfTi', () => {
  expect(offered('    x = ti.')).toEqual(expect.arrayContaining(['push', 'pull', 'url_params', 'response_data', 'skip_following', 'secrets', 'attempt']))
  expect(offered('    x = multi.')).toEqual([])
})

test('offersKeysThatTasksBeforePush', () => {
  expect(offered('    x = ti.pull("')).toEqual(['outliers'])
  expect(offered("    x = f(1, ti.pull('out")).toEqual(['outliers'])
  expect(offered('    x = ti.pull("', 'look')).toEqual([])
})

test('offersWhatTheDefinitionDeclares', () => {
  expect(offered('    ti.url_params["')).toEqual(['numbers'])
  expect(offered('    ti.url_params.get("')).toEqual(['numbers'])
  expect(offered('    ti.secrets["')).toEqual(['mail_password'])
  expect(offered('    ti.response_meta("')).toEqual(['report'])
  expect(offered('    ti.skip_following("')).toEqual(['last'])
})

test('offersNothingInOtherTexts', () => {
  expect(offered('    print("')).toEqual([])
  expect(offered('    x = ti.pull("outliers")')).toEqual([])
})
