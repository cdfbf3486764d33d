import { expect, test } from 'vitest'

import { dashboardOf, wordsOf } from './contract'

const DOCUMENT = {
  info: { title: 'Train', description: 'Trains a classifier.' },
  paths: {
    '/api/app/be_workflows/be_wf_graph/id/train/call': {
      parameters: [
        { name: 'day', in: 'query', required: true, description: 'Day. On which to train.', schema: { type: 'string', format: 'date' } },
        { name: 'kind', in: 'query', required: false, schema: { anyOf: [{ type: 'number', enum: [1] }, { type: 'string', enum: ['two'] }], default: 'two' } },
        { name: 'deep', in: 'query', required: false, content: { 'application/json': { schema: { type: 'object' } } } },
        { $ref: '#/components/parameters/Prefer' },
      ],
      get: { operationId: 'call_train_by_get' },
      post: { requestBody: { content: { 'multipart/form-data': { schema: { $ref: '#/components/schemas/CallMultipart' } } } } },
    },
  },
  components: {
    schemas: {
      CallMultipart: {
        properties: { csv: { type: 'string', format: 'binary', description: 'Data. With a header.' }, rounds: { type: ['integer', 'null'], default: 10 }, anything: {} },
        required: ['csv'],
      },
      Answer: { properties: { data: { properties: { scores: { type: 'array', description: 'Quality.', items: { $ref: '#/components/schemas/Row' } } } } } },
      Row: { properties: { class: { type: 'string' } }, required: ['class'] },
    },
  },
}

test('reads the form, the methods and the answer out of the document of a workflow', () => {
  const { title, description, shape, items } = dashboardOf('train', DOCUMENT)

  expect([title, description]).toEqual(['Train', 'Trains a classifier.'])
  expect(shape.methods).toEqual(['GET', 'POST'])
  expect(shape.url_args).toMatchObject([
    { name: 'day', label: 'Day', desc: 'On which to train.', type: 'date', required: true },
    { name: 'kind', label: null, type: 'enum', options: [1, 'two'], default: 'two', required: false },
    { name: 'deep', type: 'object' },
  ])
  expect(shape.form).toMatchObject([
    { name: 'csv', label: 'Data', type: 'file', required: true },
    { name: 'rounds', type: 'integer', default: 10 },
    { name: 'anything', type: 'any' },
  ])
  expect(shape.body).toEqual([])
  expect(items).toMatchObject([{ key: 'scores', label: 'Quality', fields: [{ name: 'class', type: 'string' }] }])
})

test('a workflow that takes nothing has an empty form', () => {
  const { shape } = dashboardOf('none', { paths: { '/x/call': { get: {} } } })

  expect(shape).toMatchObject({ url_args: [], body: [], form: [], methods: ['GET'] })
})

test.each([
  ['Name. Who is greeted.', 'Name', 'Who is greeted.'],
  ['Steps.', 'Steps', null],
  [`${'Very '.repeat(20)}long. Text.`, null, `${'Very '.repeat(20)}long. Text.`],
  ['', null, null],
])('%s is the label %s and the description %s', (text, label, desc) => {
  expect(wordsOf(text)).toEqual({ label, desc })
})
