import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'

import { LogView } from './LogView'
import type { LogLine } from './logLines'

const LINES = Array.from({ length: 300 }, (_, index): LogLine => ({ id: `${index}:0`, at: '2026-01-31T12:00:00Z', task: 'load', attempt: 1, level: null, text: `line ${index}` }))
const TASKS = ['load']
const noChoice = () => undefined

function log(count: number) {
  return <LogView name="log" lines={LINES.slice(0, count)} tasks={TASKS} task="" onTask={noChoice} />
}

function shown() {
  return [...screen.getByRole('region', { name: 'Log' }).querySelectorAll('[data-index]')].map((line) => line.getAttribute('data-index'))
}

test('a log that is followed shows its new end at once, and renders only the lines that are new', () => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
  const { rerender } = render(log(200))
  expect(shown().at(-1)).toBe('199')
  const rendered = vi.spyOn(Date.prototype, 'getHours') // each line tells its time
  rerender(log(205))
  expect(shown().at(-1)).toBe('204')
  expect(shown().length).toBeLessThan(100)
  expect(rendered).toHaveBeenCalledTimes(5)
})
