import { expect, test } from 'vitest'

import { pageAt, placeAt, titleAt } from './pages'

test('addressesBelongToTheirPages', () => {
  expect(pageAt('/')?.id).toBe('workflows')
  expect(pageAt('/workflows/iris/schema')?.id).toBe('workflows')
  expect(pageAt('/runs/compare/a/b')?.id).toBe('runs')
  expect(pageAt('/operations/keys')?.id).toBe('operations')
  expect(pageAt('/runsaway')).toBeUndefined()
})

test('tabsAreNoOtherPlace', () => {
  expect(placeAt('/workflows/iris/schema')).toBe(placeAt('/workflows/iris'))
  expect(placeAt('/operations/keys')).toBe(placeAt('/operations/workers'))
  expect(placeAt('/workflows/iris')).not.toBe(placeAt('/workflows/hello'))
  expect(placeAt('/runs')).not.toBe(placeAt('/runs/1'))
})

test('theWindowIsCalledLikeTheWorkflow', () => {
  expect(titleAt('/workflows/iris/schema')).toBe('iris · BE Workflows')
  expect(titleAt('/runs')).toBe('Runs · BE Workflows')
  expect(titleAt('/nowhere')).toBe('BE Workflows')
})
