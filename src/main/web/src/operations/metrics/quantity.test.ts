import { expect, test } from 'vitest'

import { quantityText } from './quantity'

test.each([
  [12.5, 'per_second', '13 /s'],
  [0.3333, 'per_second', '0.33 /s'],
  [1234, 'count', '1,234'],
  [0, 'seconds', '0 s'],
  [0.081, 'seconds', '81 ms'],
  [412_345, 'bytes', '412 kB'],
  [0.5, 'cores', '0.5'],
  [null, 'count', '–'],
] as const)('%s as %s is %s', (value, unit, text) => {
  expect(quantityText(value, unit)).toBe(text)
})
