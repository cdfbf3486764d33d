import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'

import type { Workflow } from '../api/client'
import { RunGraph } from './RunGraph'
import { NOTHING_YET, waitingTask, type TaskState } from './runState'

const NAMES = Array.from({ length: 20 }, (_, index) => `task_${index}`)
const DEFINITION = { tasks: NAMES.map((name) => ({ name, code: '' })), edges: NAMES.slice(1).map((to, index) => ({ from: `task_${index}`, to })) } as unknown as Workflow
const WAITING = NAMES.map(waitingTask)
const ENDED = WAITING.map((task): TaskState => ({ ...task, status: 'succeeded', attempts: 1, startedAt: '2026-01-31T12:00:00Z', finishedAt: '2026-01-31T12:00:01Z' }))
const noChoice = () => undefined

/** The first tasks have ended. */
function graph(count: number) {
  const tasks = [...ENDED.slice(0, count), ...WAITING.slice(count)]
  return <RunGraph definition={DEFINITION} state={{ ...NOTHING_YET, tasks: new Map(tasks.map((task) => [task.name, task])) }} chosen={null} onChoose={noChoice} />
}

test('an event draws only the tasks again that it is about', () => {
  const { rerender } = render(graph(10))
  expect(screen.getAllByText('1.00 s')).toHaveLength(10)
  const read = vi.spyOn(Date, 'parse') // two times of each task that has ended and is drawn
  rerender(graph(11))
  expect(screen.getAllByText('1.00 s')).toHaveLength(11)
  expect(read).toHaveBeenCalledTimes(2)
})
