import { expect, test } from 'vitest'

import type { WorkflowDefinition } from '../api/client'
import { KINDS } from './kinds'
import { addTask, connect, disconnect, freeName, kindNamed, nameFault, removeTasks, renameTask, switchTask } from './recipes'

const DEFINITION: WorkflowDefinition = {
  tasks: [
    { name: 'a', code: 'import x\n\n\ndef a(ti):\n    a = 1\n' },
    { name: 'b', code: 'def b(ti):\n    pass\n' },
  ],
  edges: [{ from: 'a', to: 'b', when: 'x > 1' }],
}

test('aRemovedTaskTakesItsEdgesAlong', () => {
  expect(removeTasks(['b'])(DEFINITION)).toMatchObject({ tasks: [{ name: 'a' }], edges: [] })
})

test('aRenamedTaskKeepsItsEdgesAndItsFunction', () => {
  const renamed = renameTask('a', 'first')(DEFINITION)
  expect(renamed.edges).toEqual([{ from: 'first', to: 'b', when: 'x > 1' }])
  expect(renamed.tasks[0]).toEqual({ name: 'first', code: 'import x\n\n\ndef first(ti):\n    a = 1\n' })
})

test('whatIsConnectedAlreadyKeepsItsCondition', () => {
  expect(connect({ from: 'a', to: 'b' })(DEFINITION)).toBe(DEFINITION)
  expect(disconnect(['a→b'])(DEFINITION).edges).toEqual([])
})

test('aTaskIsSwitchedOffAndOn', () => {
  const off = switchTask('a')(DEFINITION)
  expect(off.tasks[0]?.enabled).toBe(false)
  expect(switchTask('a')(off).tasks[0]?.enabled).toBe(true)
})

test('aNewTaskHasANameOfItsOwnAndFollowsTheChosenOne', () => {
  const name = freeName(DEFINITION, 'a')
  expect(name).toBe('a_2')
  expect(addTask(kindNamed('task').make(name), 'b')(DEFINITION).edges).toContainEqual({ from: 'b', to: 'a_2' })
})

test('everyKindDefinesAFunctionOfItsName', () => {
  for (const kind of KINDS) {
    expect(kind.make('some_name').code).toContain('def some_name(ti):\n')
  }
})

test('namesAreThoseOfFunctionsAndUsedOnce', () => {
  expect(nameFault(DEFINITION, 'b', 'a')).not.toBeNull()
  expect(nameFault(DEFINITION, '1st', 'a')).not.toBeNull()
  expect(nameFault(DEFINITION, 'a', 'a')).toBeNull()
  expect(nameFault(DEFINITION, 'c', 'a')).toBeNull()
})

test('noRecipeChangesWhatItIsGiven', () => {
  const before = JSON.stringify(DEFINITION)
  for (const recipe of [removeTasks(['a']), renameTask('a', 'z'), switchTask('a'), disconnect(['a→b'])]) {
    recipe(DEFINITION)
  }
  expect(JSON.stringify(DEFINITION)).toBe(before)
})
