import type { Edge, Task, WorkflowDefinition } from '../api/client'
import { routeKey, type Arrow } from '../graph/layout'
import { edgesOf, isEnabled } from './definition'
import type { Recipe } from './draft'
import { KINDS, type TaskKind } from './kinds'

/** What a task's name may be: it is the name of a Python function. */
export const TASK_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** A name that no task has yet: the wished one, or else with the least number that makes it new. */
export function freeName(definition: WorkflowDefinition, wished: string): string {
  const names = new Set(definition.tasks.map(({ name }) => name))
  let name = wished
  for (let number = 2; names.has(name); number++) {
    name = `${wished}_${number}`
  }
  return name
}

export function kindNamed(id: string): TaskKind {
  return KINDS.find((kind) => kind.id === id) ?? (KINDS[0] as TaskKind)
}

/** @param after the task that it follows; null: it stands alone */
export function addTask(task: Task, after: string | null): Recipe {
  return (definition) => ({
    ...definition,
    tasks: [...definition.tasks, task],
    edges: after === null ? edgesOf(definition) : [...edgesOf(definition), { from: after, to: task.name }],
  })
}

export function removeTasks(names: readonly string[]): Recipe {
  const isGone = (name: string) => names.includes(name)
  return (definition) => ({
    ...definition,
    tasks: definition.tasks.filter(({ name }) => !isGone(name)),
    edges: edgesOf(definition).filter(({ from, to }) => !isGone(from) && !isGone(to)),
  })
}

export function connect({ from, to }: Arrow): Recipe {
  return (definition) => (edgesOf(definition).some((edge) => edge.from === from && edge.to === to) ? definition : { ...definition, edges: [...edgesOf(definition), { from, to }] })
}

/** @param keys `routeKey` of each edge */
export function disconnect(keys: readonly string[]): Recipe {
  return (definition) => ({ ...definition, edges: edgesOf(definition).filter((edge) => !keys.includes(routeKey(edge))) })
}

export function changeTask(name: string, change: Partial<Task>): Recipe {
  return (definition) => ({ ...definition, tasks: definition.tasks.map((task) => (task.name === name ? { ...task, ...change } : task)) })
}

export function changeEdge(arrow: Arrow, change: Partial<Edge>): Recipe {
  const key = routeKey(arrow)
  return (definition) => ({ ...definition, edges: edgesOf(definition).map((edge) => (routeKey(edge) === key ? { ...edge, ...change } : edge)) })
}

export function switchTask(name: string): Recipe {
  return (definition) => ({ ...definition, tasks: definition.tasks.map((task) => (task.name === name ? { ...task, enabled: !isEnabled(task) } : task)) })
}

/** Gives a task another name: in its edges as well, and its function if it is called like the task. */
export function renameTask(name: string, to: string): Recipe {
  const renamed = (other: string) => (other === name ? to : other)
  const header = new RegExp(`^((?:async\\s+)?def\\s+)${name}(?=\\s*\\()`, 'm')
  return (definition) => ({
    ...definition,
    tasks: definition.tasks.map((task) => (task.name === name ? { ...task, name: to, code: task.code.replace(header, (_, def: string) => def + to) } : task)),
    edges: edgesOf(definition).map((edge) => ({ ...edge, from: renamed(edge.from), to: renamed(edge.to) })),
  })
}

/** Why a task cannot have this name; null: it can. */
export function nameFault(definition: WorkflowDefinition, name: string, before: string): string | null {
  if (!TASK_NAME.test(name)) {
    return 'Letters, digits and _, not beginning with a digit: it is the name of a Python function'
  }
  return name !== before && definition.tasks.some((task) => task.name === name) ? 'Another task has this name' : null
}
