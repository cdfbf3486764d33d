import { stringify } from 'yaml'

import type { WorkflowDefinition } from '../api/client'
import { routeKey } from '../graph/layout'
import { edgesOf, isEnabled } from './definition'

/** A text that differs between two definitions: the code of a task, the interceptor, or all that is no code. */
export interface FileChange {
  path: string
  before: string
  after: string
  language: 'python' | 'text'
}

/** The files of a definition, as its folder has them. */
function filesOf(definition: WorkflowDefinition): Map<string, string> {
  const { tasks, interceptor, ...rest } = definition
  const files = new Map([['workflow.yaml', stringify(plain({ ...rest, tasks: tasks.map((task) => ({ ...task, code: null })) }), { lineWidth: 0 })]])
  tasks.forEach(({ name, code }) => files.set(`tasks/${name}.py`, code))
  if (interceptor) {
    files.set('interceptor.py', interceptor)
  }
  return files
}

/** Without members that say nothing: null, empty texts and lists. A saved version has them all, a new task has none. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain)
  }
  if (typeof value !== 'object' || value === null) {
    return value
  }
  const members = Object.entries(value).map(([name, member]) => [name, plain(member)] as const)
  return Object.fromEntries(members.filter(([name, member]) => !isUnsaid(name, member)).sort(([left], [right]) => rank(left) - rank(right) || left.localeCompare(right)))
}

/** These come first; the order in which they were entered is no difference. */
const ORDER = ['id', 'key', 'name', 'label', 'description', 'desc', 'type', 'from', 'to', 'when']

function rank(name: string): number {
  const at = ORDER.indexOf(name)
  return at < 0 ? ORDER.length : at
}

/** What the server fills in where nothing is said. */
const DEFAULTS: Record<string, unknown> = { enabled: true, join: 'all', required: false, network: false, priority: 0, unknown_params: 'refuse', mode: 'foreground', backoff: 1, max_backoff: 60 }

function isUnsaid(name: string, member: unknown): boolean {
  if (member === null || member === undefined || member === '' || (Object.hasOwn(DEFAULTS, name) && DEFAULTS[name] === member)) {
    return true
  }
  if (name === 'retries' && typeof member === 'object') {
    return !('max' in member) || member.max === 0
  }
  return typeof member === 'object' && Object.keys(member).length === 0
}

/** All texts that differ; a text that is not there is empty. */
export function changesBetween(before: WorkflowDefinition, after: WorkflowDefinition): FileChange[] {
  const [old, now] = [filesOf(before), filesOf(after)]
  const paths = [...new Set([...now.keys(), ...old.keys()])]
  return paths
    .map((path): FileChange => ({ path, before: old.get(path) ?? '', after: now.get(path) ?? '', language: path.endsWith('.py') ? 'python' : 'text' }))
    .filter((change) => change.before !== change.after)
}

/** What is different, in words: a line each. */
export function summaryOf(before: WorkflowDefinition, after: WorkflowDefinition): string[] {
  const old = new Map(before.tasks.map((task) => [task.name, task]))
  const now = new Map(after.tasks.map((task) => [task.name, task]))
  const lines: string[] = []
  const added = [...now.keys()].filter((name) => !old.has(name))
  const removed = [...old.keys()].filter((name) => !now.has(name))
  const changed = [...now.values()].filter((task) => (old.get(task.name)?.code ?? task.code) !== task.code).map(({ name }) => name)
  const switched = [...now.values()].flatMap((task) => {
    const other = old.get(task.name)
    return other && isEnabled(other) !== isEnabled(task) ? [`${task.name} switched ${isEnabled(task) ? 'on' : 'off'}`] : []
  })
  lines.push(...listed('Added', added), ...listed('Removed', removed), ...listed('Code changed', changed), ...switched)
  lines.push(...edgeLines(before, after), ...memberLines(before, after))
  return lines
}

function listed(word: string, names: string[]): string[] {
  return names.length > 0 ? [`${word}: ${names.join(', ')}`] : []
}

function edgeLines(before: WorkflowDefinition, after: WorkflowDefinition): string[] {
  const keys = (definition: WorkflowDefinition) => new Set(edgesOf(definition).map(routeKey))
  const [old, now] = [keys(before), keys(after)]
  const conditions = new Map(edgesOf(before).map((edge) => [routeKey(edge), edge.when ?? null]))
  const changed = edgesOf(after).filter((edge) => old.has(routeKey(edge)) && conditions.get(routeKey(edge)) !== (edge.when ?? null))
  return [
    ...listed('Connected', [...now].filter((key) => !old.has(key))),
    ...listed('Disconnected', [...old].filter((key) => !now.has(key))),
    ...listed('Condition changed', changed.map(routeKey)),
  ]
}

const MEMBERS: Partial<Record<keyof WorkflowDefinition, string>> = { url_args: 'arguments', body: 'body', form: 'form', response: 'response', requirements: 'requirements', interceptor: 'interceptor' }

function memberLines(before: WorkflowDefinition, after: WorkflowDefinition): string[] {
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((member) => member !== 'tasks' && member !== 'edges') as (keyof WorkflowDefinition)[]
  const isSame = (member: keyof WorkflowDefinition) => JSON.stringify(plain({ [member]: before[member] })) === JSON.stringify(plain({ [member]: after[member] }))
  return listed('Changed', members.filter((member) => !isSame(member)).map((member) => MEMBERS[member] ?? member.replaceAll('_', ' ')))
}
