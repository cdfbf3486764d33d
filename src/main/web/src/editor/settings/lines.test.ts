import { expect, test } from 'vitest'

import { linesOf, namesOf, numberOf, sizeOf, sizeText } from './lines'

test('sizes are written in the largest unit that fits, and read back', () => {
  expect([536_870_912, 1_073_741_824, 1000, 0, null, '12 apples'].map(sizeText)).toEqual(['512MiB', '1GiB', '1000B', '0B', '', '12 apples'])
  expect(['512MiB', '1000', ' ', 'many'].map(sizeOf)).toEqual(['512MiB', 1000, null, 'many'])
})

test('numbers that are none stay as they are', () => {
  expect(['1.5', '', 'soon'].map(numberOf)).toEqual([1.5, null, 'soon'])
})

test('requirements are lines, and modules are names', () => {
  expect(linesOf('numpy\n\npandas>=2')).toEqual(['numpy', '', 'pandas>=2'])
  expect(linesOf('')).toEqual([])
  expect(namesOf('pandas, sklearn.ensemble\nnumpy ')).toEqual(['pandas', 'sklearn.ensemble', 'numpy'])
})
