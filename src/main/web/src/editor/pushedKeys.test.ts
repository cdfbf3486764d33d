import { expect, test } from 'vitest'

import { keysBefore, keysPushedBy } from './pushedKeys'

test('findsTextsThatArePushed', () => {
  expect(keysPushedBy('def a(ti):\n    ti.push("one", 1)\n    ti.push(\'two words\', f(x, 2))\n    ti.push(key="three", value=3)\n')).toEqual(['one', 'two words', 'three'])
})

test('findsWhatALoopPushes', () => {
  expect(keysPushedBy('def a(ti):\n    for key, part in zip(("x", "y"), parts):\n        ti.push(key, part)\n')).toEqual(['x', 'y'])
  expect(keysPushedBy('def a(ti):\n    for name in ["m", "n"]:\n        ti.push(name, 1)\n')).toEqual(['m', 'n'])
})

test('doesNotTakeCommentsTextsAndComputedKeys', () => {
  expect(keysPushedBy('def a(ti):\n    # ti.push("no", 1)\n    s = \'ti.push("no", 1)\'\n    ti.push(f"{s}_x", 1)\n    ti.push(s, 1)\n    ti.pull("no")\n')).toEqual([])
})

test('readsCodeThatIsNotFinished', () => {
  expect(keysPushedBy('def a(ti):\n    ti.push("one", 1)\n    x = (\n')).toEqual(['one'])
})

test('aTaskSeesKeysOfAllTasksBeforeItAndNoOthers', () => {
  const code = (key: string) => `def t(ti):\n    ti.push("${key}", 1)\n`
  const definition = {
    tasks: [
      { name: 'a', code: code('far') },
      { name: 'b', code: code('near') + '    ti.push("far", 2)\n' },
      { name: 'c', code: code('own') },
      { name: 'd', code: code('beside') },
    ],
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
    ],
  }
  expect(keysBefore(definition, 'c')).toEqual([
    { key: 'far', tasks: ['a', 'b'] },
    { key: 'near', tasks: ['b'] },
  ])
})
