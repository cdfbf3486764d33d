import { expect, test } from 'vitest'

import { changeText, compareValues } from './compare'

test('values are compared one by one, wherever they stand', () => {
  const rows = compareValues({ n: 3, list: [1, { a: 'x' }], gone: null, empty: [] }, { n: '3', list: [1, { a: 'x' }, 2], empty: {} })
  expect(rows.map((row) => [row.name, row.left, row.right, row.isSame])).toEqual([
    ['n', '3', '"3"', false],
    ['list[0]', '1', '1', true],
    ['list[1].a', '"x"', '"x"', true],
    ['gone', 'null', null, false],
    ['empty', '[]', '{}', false],
    ['list[2]', null, '2', false],
  ])
})

test('nothing and nothing have no values', () => {
  expect(compareValues({}, undefined)).toEqual([])
})

test('changes of time are told in percent, great ones as a factor', () => {
  expect([changeText(1, 1.25), changeText(1, 0.6), changeText(1, 1.001), changeText(0.5, 6), changeText(null, 1), changeText(0, 1)]).toEqual(['+25 %', '−40 %', '±0 %', '×12', null, null])
})
