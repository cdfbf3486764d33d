import { expect, test } from 'vitest'

import type { Field } from '../api/client'
import { addressOf, buildCall, NO_VALUES, type CallOptions, type CallShape, type CallValues } from './call'
import { asFields, asRaw, valuesOfRequest } from './raw'
import { readTimings } from './send'
import { EventParser, type SentEvent } from './sse'

const field = (name: string, type: Field['type'], more: Partial<Field> = {}): Field => ({ name, type, ...more })

function shape(parts: Partial<CallShape>): CallShape {
  return { id: 'sample', mode: 'foreground', methods: ['GET', 'POST', 'PUT', 'DELETE'], url_args: [], body: [], form: [], ...parts }
}

const build = (parts: Partial<CallShape>, values: Partial<CallValues>, options: Partial<CallOptions> = {}) =>
  buildCall(shape(parts), { ...NO_VALUES, ...values }, { mode: 'foreground', ...options })

test('arguments stand in the query, and what was not entered is not sent', () => {
  const { call, faults } = build({ url_args: [field('name', 'string'), field('n', 'integer'), field('x', 'number')] }, { url_args: { name: 'Ä & ü?', n: ' 4 ', x: '' } })
  expect(faults).toEqual([])
  expect(call.method).toBe('GET')
  expect(addressOf(call)).toBe('/api/app/be_workflows/be_wf_graph/id/sample/call?name=%C3%84%20%26%20%C3%BC%3F&n=4')
})

test('a list of texts repeats its name, other lists and objects are JSON', () => {
  const fields = [field('tags', 'array'), field('numbers', 'array'), field('one', 'array'), field('where', 'object')]
  const { call } = build({ url_args: fields }, { url_args: { tags: 'red\nblue', numbers: '3, 1, 8', one: 'red', where: '{"a": 1}' } })
  expect(call.query).toEqual([['tags', 'red'], ['tags', 'blue'], ['numbers', '[3, 1, 8]'], ['one', '["red"]'], ['where', '{"a": 1}']])
})

test('a body is JSON of the declared types, and numbers keep their digits', () => {
  const fields = [field('n', 'integer'), field('on', 'boolean'), field('size', 'enum', { options: [1, 2] }), field('text', 'string'), field('any', 'any'), field('list', 'array')]
  const { call } = build({ body: fields }, { body: { n: '12345678901234567890', on: 'true', size: '2', text: '"quoted"', any: '[1]', list: '1,2' } })
  expect(call.method).toBe('POST')
  expect(call.body).toEqual({ kind: 'json', text: '{"n": 12345678901234567890, "on": true, "size": 2, "text": "\\"quoted\\"", "any": [1], "list": [1,2]}' })
})

test('what is no number goes as text, so that the server says what it expected', () => {
  const { call, faults } = build({ body: [field('n', 'integer')] }, { body: { n: 'many' } })
  expect(faults).toEqual([])
  expect(call.body).toEqual({ kind: 'json', text: '{"n": "many"}' })
})

test('what cannot be written is a fault of its field', () => {
  const { faults } = build({ url_args: [field('where', 'object')], body: [field('list', 'array')] }, { url_args: { where: '{a' }, body: { list: '[1,' } })
  expect(faults).toEqual([
    { in: 'query', name: 'where', message: 'is no JSON' },
    { in: 'body', name: 'list', message: 'is no JSON' },
  ])
})

test('a form with files is multipart, without it is urlencoded', () => {
  const form = [field('csv', 'file', { required: true }), field('rounds', 'integer')]
  const file = new File(['a,b\n'], 'iris.csv')
  expect(build({ form }, { form: { csv: [file], rounds: '3' } }).call.body).toEqual({ kind: 'multipart', fields: [['rounds', '3']], files: [['csv', file]] })
  expect(build({ form }, { form: { csv: [], rounds: '3' } }).call.body).toEqual({ kind: 'urlencoded', fields: [['rounds', '3']] })
})

test('of a body and a form one is sent', () => {
  const parts = { body: [field('a', 'string')], form: [field('b', 'string')] }
  const values = { body: { a: '1' }, form: { b: '2' } }
  expect(build(parts, values).call.body.kind).toBe('json')
  expect(build(parts, { ...values, content: 'form' }).call.body.kind).toBe('urlencoded')
})

test('the method is one that the workflow takes and that can carry what is sent', () => {
  expect(build({ methods: ['DELETE', 'PUT'] }, {}).call.method).toBe('PUT')
  const onlyGet = build({ methods: ['GET'], body: [field('a', 'string')] }, { body: { a: '1' } })
  expect(onlyGet.faults.map((fault) => fault.in)).toEqual(['method'])
})

test('only what differs from the workflow is preferred', () => {
  expect(build({}, {}).call.headers).toEqual([])
  expect(build({ mode: 'background' }, {}).call.headers).toEqual([['Prefer', 'wait']])
  expect(build({}, {}, { mode: 'background', priority: 5 }).call.headers).toEqual([['Prefer', 'respond-async'], ['X-Run-Priority', '5']])
  expect(build({ mode: 'background' }, {}, { mode: 'background' }).call.headers).toEqual([])
  expect(build({}, {}, { patience: 5 }).call.headers).toEqual([['Prefer', 'wait=5']])
  expect(build({}, {}, { mode: 'streamed' }).call.headers).toEqual([['Accept', 'text/event-stream']])
})

test('a version is called by its path', () => {
  expect(build({}, {}, { version: 3 }).call.path).toMatch(/\/id\/sample\/versions\/3\/call$/)
})

test('a body becomes text and fields again', () => {
  const parts = shape({ body: [field('name', 'string'), field('n', 'integer')] })
  const raw = asRaw(parts, { ...NO_VALUES, body: { name: 'Ada', n: '3' } })
  expect(raw.rawBody).toBe('{\n  "name": "Ada",\n  "n": 3\n}')
  expect(asFields(parts, raw)).toMatchObject({ rawBody: null, body: { name: 'Ada', n: '3' } })
  expect(asFields(parts, { ...raw, rawBody: '{"other": 1}' })).toBeNull()
})

test('a past run is called again with what it was called with', () => {
  const parts = shape({ url_args: [field('numbers', 'array'), field('unset', 'string')], form: [field('csv', 'file')] })
  const values = valuesOfRequest(parts, { url_params: { numbers: [3, 1], unset: null }, req_body: {}, req_form: {}, files: { csv: [{ filename: 'a', content_type: '', size: 1 }] } })
  expect(values).toMatchObject({ url_args: { numbers: '[3,1]' }, content: 'form' })
  expect(values.url_args).not.toHaveProperty('unset')
})

test('the times of an answer are read in their order', () => {
  expect(readTimings('validation;dur=0.061, queue;dur=0, user;desc="a";dur=1.5, odd')).toEqual([
    { name: 'validation', duration: 0.061 },
    { name: 'queue', duration: 0 },
    { name: 'user', duration: 1.5 },
  ])
  expect(readTimings(null)).toEqual([])
})

test('events are put together from pieces that end anywhere', () => {
  const seen: SentEvent[] = []
  const parser = new EventParser((event) => seen.push(event))
  const text = 'retry: 2000\n\nid: 1\nevent: message\ndata: {"message":\ndata: "ü"}\n\n:\n\nevent: response\ndata: {}\n\n'
  for (const character of text) {
    parser.take(character)
  }
  expect(seen).toEqual([
    { seq: 1, kind: 'message', data: { message: 'ü' } },
    { seq: 1, kind: 'response', data: {} },
  ])
})
