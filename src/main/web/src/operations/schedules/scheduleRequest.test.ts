import { expect, test } from 'vitest'

import type { Field, Schedule } from '../../api/client'
import type { Problem } from '../../api/problem'
import { NO_VALUES, type CallShape } from '../../tryit/call'
import { faultsOf } from '../../tryit/fixedRequest'
import { enteredValues, newSchedule, type Timetable } from './scheduleRequest'

const field = (name: string, type: Field['type']): Field => ({ name, type })
const SHAPE: CallShape = {
  id: 'report',
  mode: 'background',
  methods: ['POST'],
  url_args: [field('names', 'array'), field('day', 'date')],
  body: [field('count', 'integer'), field('deep', 'object')],
  form: [],
}
const TIMETABLE: Timetable = { workflowId: 'report', cron: ' @daily ', timeZone: 'Europe/Berlin', missed: 'once', isEnabled: true }

test('sends arguments as texts and lists of texts, and the body as it is typed', () => {
  const values = { ...NO_VALUES, url_args: { names: 'Ada\nBob', day: '2026-01-31' }, body: { count: '3', deep: '{"a": [1]}' } }

  const { schedule, faults } = newSchedule(TIMETABLE, SHAPE, values)

  expect(faults).toEqual([])
  expect(schedule).toEqual({
    workflow_id: 'report',
    cron: '@daily',
    time_zone: 'Europe/Berlin',
    missed: 'once',
    enabled: true,
    request: { url_params: { names: ['Ada', 'Bob'], day: '2026-01-31' }, body: { count: 3, deep: { a: [1] } }, form: {} },
  })
})

test('what a schedule sends can be gone on from', () => {
  const values = { ...NO_VALUES, url_args: { names: '["Ada","Bob"]', day: '2026-01-31' }, body: { count: '3', deep: '{"a":[1]}' } }
  const { schedule } = newSchedule(TIMETABLE, SHAPE, values)

  expect(enteredValues(SHAPE, schedule.request as Schedule['request'])).toMatchObject(values)
})

test('what is no JSON is a fault, and nothing is sent for it', () => {
  const { schedule, faults } = newSchedule(TIMETABLE, SHAPE, { ...NO_VALUES, body: { deep: '{' } })

  expect(faults).toEqual([{ in: 'body', name: 'deep', message: 'is no JSON' }])
  expect(schedule.request?.body).toBeNull()
})

test('files cannot be sent at a time when nobody is there', () => {
  const shape: CallShape = { ...SHAPE, body: [], form: [field('csv', 'file')] }

  expect(newSchedule(TIMETABLE, shape, { ...NO_VALUES, form: { csv: [new File(['a'], 'a.csv')] } }).faults).toEqual([{ in: 'form', name: 'csv', message: 'a schedule sends no files' }])
})

test('puts what the server says to the field that it means', () => {
  const problem: Problem = {
    type: '/problems/invalid-request',
    title: 'wrong',
    status: 400,
    detail: '2 problems',
    errors: [
      { in: 'body', name: 'cron', pointer: '/cron', message: 'cannot be read', expected: 'five fields' },
      { in: 'body', name: 'nam', pointer: '/request/url_params/nam', message: 'is not declared', expected: 'one of: name' },
    ],
  }

  expect(faultsOf(problem)).toEqual([
    { name: 'cron', message: 'cannot be read', expected: 'five fields' },
    { in: 'query', name: 'nam', message: 'is not declared', expected: 'one of: name' },
  ])
})
