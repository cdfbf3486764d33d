import { expect, test } from 'vitest'

import { ZERO_DIVISION } from './events.fixture'
import { failurePlace } from './failurePlace'

test('the line is the deepest one of the task, not of the library that it called', () => {
  const traceback = 'Traceback (most recent call last):\n  File "failing/divide.py", line 9, in divide\n    ratio(1, 0)\n  File "failing/divide.py", line 4, in ratio\n    json.loads("x")\n  File "/usr/lib/python3.11/json/__init__.py", line 346, in loads\n    return\nValueError: x\n'
  expect(failurePlace({ ...ZERO_DIVISION, traceback }, 'failing')).toEqual({ task: 'divide', line: 4 })
})

test('the line that the server tells comes first', () => {
  expect(failurePlace({ ...ZERO_DIVISION, line: 3 }, 'failing')).toEqual({ task: 'divide', line: 3 })
})

test('code of another task or workflow is not meant', () => {
  expect(failurePlace({ ...ZERO_DIVISION, task: 'load' }, 'failing')).toBeNull()
  expect(failurePlace(ZERO_DIVISION, 'other')).toBeNull()
})

test('what was not raised has no place', () => {
  expect(failurePlace({ kind: 'run_timeout', task: null, type: 'RunTimeout', message: 'too long' }, 'failing')).toBeNull()
  expect(failurePlace({ kind: 'worker_lost', task: 'divide', type: 'WorkerLost', message: 'gone', traceback: '' }, 'failing')).toBeNull()
})
