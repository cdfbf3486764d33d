import { expect, test } from 'vitest'

import { asText, linesOf, matching } from './logLines'

const piece = (text: string) => linesOf({ seq: 4, at: '2026-01-31T12:00:00Z', task: 'load', attempt: 1, text })
const texts = (text: string) => piece(text).map((line) => line.text)

test('a piece of output is cut into its lines, empty ones included', () => {
  expect(texts('one\n\ntwo\r\nthree')).toEqual(['one', '', 'two', 'three'])
  expect(texts('one\n')).toEqual(['one'])
})

test('of a progress bar the last writing stays, and colours for terminals go', () => {
  expect(texts('\u001b[32m 10 %\r 50 %\r100 %\r\u001b[0m\ndone')).toEqual(['100 %', 'done'])
})

test('levels are those of logging, and what belongs to a record has its level', () => {
  const lines = piece('hello\nINFO load: INFO\nERROR load: it broke\nTraceback (most recent call last):\n  File "x"\nValueError: x\nINFORMATION\nWARNING root: careful\nplain')
  expect(lines.map((line) => line.level)).toEqual([null, 'info', 'error', 'error', 'error', 'error', null, 'warning', null])
})

test('lines are found by task, by level and above, and by text in whatever case', () => {
  const lines = [...piece('INFO a: Alpha\nERROR a: beta\nalpha'), ...linesOf({ seq: 5, at: '', task: 'other', attempt: 1, text: 'ERROR a: alpha' })]
  const found = (filter: Partial<Parameters<typeof matching>[1]>) => matching(lines, { task: '', level: '', text: '', ...filter }).map((line) => line.id)
  expect(found({})).toEqual(['4:0', '4:1', '4:2', '5:0'])
  expect(found({ text: 'ALPHA' })).toEqual(['4:0', '4:2', '5:0'])
  expect(found({ level: 'warning' })).toEqual(['4:1', '5:0'])
  expect(found({ level: 'info', task: 'load', text: 'alpha' })).toEqual(['4:0'])
})

test('a file of lines has time, task and attempt', () => {
  expect(asText([{ ...(piece('x')[0] as ReturnType<typeof piece>[0]), attempt: 2 }])).toBe('2026-01-31T12:00:00Z load#2 x\n')
})
