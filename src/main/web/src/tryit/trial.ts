import { create } from 'zustand'

import type { FixedRequest, RunSummary, Schemas, WorkflowDefinition } from '../api/client'
import type { CallShape } from './call'

/** What a task can pull while it is tried, as it is entered. */
export interface EnteredTrial {
  /** Text by key: JSON, or else a text. Empty: there is no such value. */
  values: Readonly<Record<string, string>>
  /** Keys that the code before the task does not show. */
  more: readonly string[]
  /** Whose values can be pulled as well; empty: none's. */
  runId: string
}

const NOTHING: EnteredTrial = { values: {}, more: [], runId: '' }

interface TrialStore {
  byTask: Readonly<Record<string, EnteredTrial>>
  set: (key: string, change: Partial<EnteredTrial>) => void
}

const useTrialStore = create<TrialStore>((set) => ({
  byTask: {},
  set: (key, change) => set(({ byTask }) => ({ byTask: { ...byTask, [key]: { ...(byTask[key] ?? NOTHING), ...change } } })),
}))

/** What was entered to try a task with: it outlives a look at another task, and is kept nowhere. */
export function useEnteredTrial(workflow: string, task: string): EnteredTrial & { set: (change: Partial<EnteredTrial>) => void } {
  const key = `${workflow}/${task}`
  const entered = useTrialStore((store) => store.byTask[key]) ?? NOTHING
  const set = useTrialStore((store) => store.set)
  return { ...entered, set: (change) => set(key, change) }
}

/** The entered texts as values: what is JSON is what it says, anything else a text. */
export function pulledValues(texts: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(texts).flatMap(([key, text]) => (text.trim() === '' ? [] : [[key, valueOf(text)]])))
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What is sent to try a task of a definition that need not be saved. */
export function trialOf(definition: WorkflowDefinition, task: string, entered: EnteredTrial, request: FixedRequest): Schemas['TaskTrial'] {
  return {
    definition,
    task,
    values: pulledValues(entered.values),
    ...(entered.runId === '' ? {} : { run_id: entered.runId }),
    request,
  }
}

/** How a definition is called, with what it does not say filled in. */
export function shapeOf(id: string, definition: WorkflowDefinition): CallShape {
  return { id, mode: definition.mode ?? 'foreground', methods: ['POST'], url_args: definition.url_args ?? [], body: definition.body ?? [], form: definition.form ?? [] }
}

/** Runs that have ended: what was pushed by the latest of them is still there, mostly. */
export function hasEnded({ status }: RunSummary): boolean {
  return status !== 'accepted' && status !== 'running'
}
