import type { Run } from '../api/client'
import { durationText } from '../ui/quantities'

/** One thing of two runs; null: this run has no such thing. */
export interface Compared {
  name: string
  left: string | null
  right: string | null
  isSame: boolean
}

export interface ComparedTask extends Compared {
  leftSeconds: number | null
  rightSeconds: number | null
}

/** What the runs are and how they ended. Times differ always, which says nothing. */
export function compareFacts(left: Run, right: Run): Compared[] {
  return [
    compared('Workflow', left.workflow_id, right.workflow_id),
    compared('Version', String(left.version), String(right.version)),
    compared('Status', left.status, right.status),
    compared('Mode', left.mode, right.mode),
    compared('For', left.user, right.user),
    compared('Error', errorText(left), errorText(right)),
    { ...compared('Took', timeText(left.seconds), timeText(right.seconds)), isSame: true },
  ]
}

function errorText({ error }: Run): string | null {
  return error && `${error.task ? `${error.task}: ` : ''}${error.type}: ${error.message}`
}

/** Every value within two values, by where it stands: `rows[3].name`. */
export function compareValues(left: unknown, right: unknown): Compared[] {
  const [ours, theirs] = [leaves(left), leaves(right)]
  return [...new Set([...ours.keys(), ...theirs.keys()])].map((name) => compared(name, ours.get(name) ?? null, theirs.get(name) ?? null))
}

/** Each task with its end and its time, in the order of the left run; the same when it ended the same. */
export function compareTasks(left: Run, right: Run): ComparedTask[] {
  const names = [...new Set([...left.tasks, ...right.tasks].map((task) => task.name))]
  return names.map((name) => {
    const [one, other] = [left, right].map((run) => run.tasks.find((task) => task.name === name))
    return { ...compared(name, taskText(one), taskText(other)), leftSeconds: one?.seconds ?? null, rightSeconds: other?.seconds ?? null }
  })
}

function taskText(task: Run['tasks'][number] | undefined): string | null {
  return task ? `${task.status.replaceAll('_', ' ')}${task.attempts > 1 ? `, attempt ${task.attempts}` : ''}` : null
}

/** `+25 %`, `−40 %`, `×12`; null: there is nothing to be compared. */
export function changeText(left: number | null, right: number | null): string | null {
  if (left === null || right === null || left === 0) {
    return null
  }
  const factor = right / left
  if (factor >= 3) {
    return `×${factor.toPrecision(2)}`
  }
  const percent = Math.round(100 * (factor - 1))
  return percent === 0 ? '±0 %' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`
}

function compared(name: string, left: string | null, right: string | null): Compared {
  return { name, left, right, isSame: left === right }
}

function timeText(seconds: number | null): string | null {
  return seconds === null ? null : durationText(seconds)
}

function leaves(value: unknown): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (part: unknown, path: string) => {
    const inside = typeof part === 'object' && part !== null ? Object.entries(part) : []
    if (inside.length === 0) {
      found.set(path, JSON.stringify(part))
    }
    const isList = Array.isArray(part)
    inside.forEach(([key, one]) => walk(one, isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`))
  }
  if (value !== undefined) {
    walk(value, '')
  }
  found.delete('')
  return found
}
