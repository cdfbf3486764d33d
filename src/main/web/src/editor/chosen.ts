import { useState } from 'react'
import { useSearchParams } from 'wouter'

import type { WorkflowDefinition } from '../api/client'
import { routeKey } from '../graph/layout'
import type { Chosen } from '../graph/TaskGraph'
import { edgesOf, taskNamed } from './definition'

/** A place in a task's code. */
export interface CodePlace {
  line: number
  column?: number
}

const NOTHING: Chosen = { tasks: [], edges: [] }

/** What is chosen in the graph. One task or edge alone stands in the address, so that it can be linked to and is there after a reload. */
export function useChosen(definition: WorkflowDefinition): { chosen: Chosen; place: CodePlace | null; choose: (chosen: Chosen) => void } {
  const [search, setSearch] = useSearchParams()
  const [many, setMany] = useState<Chosen>(NOTHING)
  const task = search.get('task')
  const edge = search.get('edge')
  const one: Chosen = { tasks: task === null ? [] : [task], edges: edge === null ? [] : [edge] }
  const choose = (chosen: Chosen) => {
    const [name] = chosen.tasks
    const [key] = chosen.edges
    const isOne = chosen.tasks.length + chosen.edges.length === 1
    setMany(isOne ? NOTHING : chosen)
    setSearch(isOne ? { ...(name === undefined ? {} : { task: name }), ...(key === undefined ? {} : { edge: key }) } : {}, { replace: true })
  }
  return { chosen: there(many.tasks.length + many.edges.length > 0 ? many : one, definition), place: placeIn(search), choose }
}

/** Without what was undone, or removed elsewhere. */
function there({ tasks, edges }: Chosen, definition: WorkflowDefinition): Chosen {
  const keys = edgesOf(definition).map(routeKey)
  return { tasks: tasks.filter((name) => taskNamed(definition, name)), edges: edges.filter((key) => keys.includes(key)) }
}

function placeIn(search: URLSearchParams): CodePlace | null {
  const line = Number(search.get('line'))
  const column = Number(search.get('column'))
  return line > 0 ? { line, ...(column > 0 ? { column } : {}) } : null
}
