import { expect, test } from 'vitest'

import type { Field, WorkflowDefinition } from '../../api/client'
import { defaultOf, fieldsOf, freeName, inserted, moved, newField, optionsOf, optionsText, pointerOf, removed, replaced, valueText, withFields, withItems, withRequired, withType } from './edits'

const definition: WorkflowDefinition = {
  tasks: [],
  url_args: [{ name: 'a', type: 'string' }, { name: 'b', type: 'integer' }],
  response: [{ key: 'rows', fields: [{ name: 'x', type: 'number' }] }],
}

test('fields are changed where they stand, and the definition that was given stays as it is', () => {
  const changed = withFields(definition, 'url_args', (fields) => replaced(fields, 1, { name: 'c' }))
  expect(fieldsOf(changed, 'url_args').map((field) => field.name)).toEqual(['a', 'c'])
  expect(fieldsOf(definition, 'url_args').map((field) => field.name)).toEqual(['a', 'b'])
  const row = withFields(definition, { item: 0 }, (fields) => [...fields, newField(fields)])
  expect(row.response?.[0]).toEqual({ key: 'rows', fields: [{ name: 'x', type: 'number' }, { name: 'field', type: 'string' }] })
  expect(withFields({ tasks: [] }, 'form', (fields) => [...fields, newField(fields)]).form).toHaveLength(1)
})

test('places have the pointers that the server names them by', () => {
  expect([pointerOf('body'), pointerOf({ item: 2 })]).toEqual(['/body', '/response/2/fields'])
})

test('rows are moved, put in between and removed', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a'], 0, 1)).toEqual(['a'])
  expect(inserted(['a', 'c'], 1, 'b')).toEqual(['a', 'b', 'c'])
  expect(removed(['a', 'b'], 0)).toEqual(['b'])
  expect(withItems(definition, (items) => removed(items, 0)).response).toEqual([])
})

test('a new field has a name that is free', () => {
  expect(freeName(['field', 'field_2'], 'field')).toBe('field_3')
})

test('another type drops what it cannot have', () => {
  const field: Field = { name: 'a', type: 'string', default: 'x', validation_regex: 'x+' }
  expect(withType(field, 'enum')).toEqual({ type: 'enum', options: [], validation_regex: null, default: null })
  expect(withType({ name: 'a', type: 'enum', options: [1] }, 'integer')).toMatchObject({ options: null })
  expect(withRequired(field, true)).toEqual({ required: true, default: null })
  expect(withRequired(field, false)).toEqual({ required: false, default: 'x' })
})

test('a default is a value of its type, or text that the server refuses', () => {
  const field = (type: Field['type'], options?: Field['options']): Field => ({ name: 'a', type, options: options ?? null })
  expect(defaultOf(field('integer'), '10')).toBe(10)
  expect(defaultOf(field('integer'), 'ten')).toBe('ten')
  expect(defaultOf(field('boolean'), 'true')).toBe(true)
  expect(defaultOf(field('array'), '[1, 2]')).toEqual([1, 2])
  expect(defaultOf(field('string'), '10')).toBe('10')
  expect(defaultOf(field('enum', [1, 2]), '2')).toBe(2)
  expect(defaultOf(field('date'), '')).toBeNull()
  expect([null, 'x', 1.5, [1]].map(valueText)).toEqual(['', 'x', '1.5', '[1]'])
})

test('options are written with commas, or as JSON where commas would not do', () => {
  expect(optionsText(['red', 'blue'])).toBe('red, blue')
  expect(optionsText([1, 2])).toBe('[1,2]')
  expect(optionsText(['a, b'])).toBe('["a, b"]')
  expect(optionsOf('red,  blue,')).toEqual(['red', 'blue'])
  expect(optionsOf('[1, true, "x"]')).toEqual([1, true, 'x'])
  for (const options of [['red', 'blue'], [1, 2], ['a, b'], ['[']]) {
    expect(optionsOf(optionsText(options))).toEqual(options)
  }
})
