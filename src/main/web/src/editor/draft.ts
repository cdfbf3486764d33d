import { createStore, useStore, type StoreApi } from 'zustand'

import type { Workflow, WorkflowDefinition } from '../api/client'
import { definitionOf, firstDefinition } from './definition'
import { forgetDraft, keepDraft, keptDraft } from './kept'

/** Changes of the same place that follow each other faster than this are undone together, in milliseconds. */
const ONE_STROKE = 1_000
const MOST_STEPS = 300

export type Recipe = (definition: WorkflowDefinition) => WorkflowDefinition

/** A definition as it is being edited, and what it was made from. */
export interface Draft {
  /** Of the workflow in the page's address; the one in the definition is what its author calls it. */
  id: string
  isLoaded: boolean
  definition: WorkflowDefinition
  /** What `definition` was made from; equal to it when nothing has been changed. */
  base: WorkflowDefinition
  /** The version that was read, which is also the ETag of `If-Match`; null: it was never saved. */
  baseVersion: number | null
  isDirty: boolean
  /** When the draft that this browser had kept was changed last; null when the editor began with what the server has. */
  restoredFrom: string | null
  /** Somebody saved this version after ours was read; null when nobody did. */
  newer: Workflow | null
  /** `false` when the browser has no room for it. */
  isKept: boolean
  canUndo: boolean
  canRedo: boolean
  /**
   * Changes the definition to what the recipe makes of it; it must not change what it is given.
   *
   * @param place changes of the same place in fast succession (typing) are one step of undo
   */
  change: (recipe: Recipe, place?: string) => void
  set: (definition: WorkflowDefinition) => void
  undo: () => void
  redo: () => void
  /** What the server has now: becomes the base, unless there are changes that would be lost. */
  arrive: (workflow: Workflow) => void
  /** Begins a workflow that no server knows. */
  begin: () => void
  /** What was sent is saved as this version. */
  saved: (workflow: Workflow, sent: WorkflowDefinition) => void
  /** Drops all changes: those of the newest version stay. */
  drop: () => void
  /** Goes on with these changes, as a change of the version that somebody else saved. */
  keepMine: () => void
  closeNotice: () => void
}

interface History {
  past: WorkflowDefinition[]
  future: WorkflowDefinition[]
  lastPlace: string | undefined
  lastAt: number
}

const NOTHING: WorkflowDefinition = { tasks: [] }

export function isSame(left: WorkflowDefinition, right: WorkflowDefinition): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right)
}

export function createDraft(id: string): StoreApi<Draft> {
  const history: History = { past: [], future: [], lastPlace: undefined, lastAt: 0 }
  return createStore<Draft>()((set, get) => {
    const show = (definition: WorkflowDefinition) => {
      const { base, baseVersion } = get()
      const isDirty = !isSame(definition, base)
      set({ definition, isDirty, canUndo: history.past.length > 0, canRedo: history.future.length > 0 })
      keepDraft(id, isDirty ? { definition, baseVersion, at: new Date().toISOString() } : null, (isKept) => set({ isKept }))
    }
    const step = (definition: WorkflowDefinition, place?: string) => {
      const now = Date.now()
      const goesOn = place !== undefined && place === history.lastPlace && now - history.lastAt < ONE_STROKE
      if (!goesOn) {
        history.past = [...history.past.slice(1 - MOST_STEPS), get().definition]
      }
      history.future = []
      history.lastPlace = place
      history.lastAt = now
      show(definition)
    }
    const travel = (from: WorkflowDefinition[], to: WorkflowDefinition[]) => {
      const there = from.pop()
      if (there) {
        to.push(get().definition)
        history.lastPlace = undefined
        show(there)
      }
    }
    const startFrom = (base: WorkflowDefinition, baseVersion: number | null) => {
      Object.assign(history, { past: [], future: [], lastPlace: undefined })
      const kept = keptDraft(id)
      const isRestored = kept !== null && kept.baseVersion === baseVersion && !isSame(kept.definition, base)
      const definition = isRestored ? kept.definition : base
      set({ isLoaded: true, base, baseVersion, newer: null, restoredFrom: isRestored ? kept.at : null })
      set({ definition, isDirty: isRestored, canUndo: false, canRedo: false })
    }
    const arriveFirst = (workflow: Workflow) => {
      const kept = keptDraft(id)
      const base = definitionOf(workflow)
      if (kept === null || kept.baseVersion === workflow.version || isSame(kept.definition, base)) {
        startFrom(base, workflow.version)
        return
      }
      set({ isLoaded: true, base, baseVersion: kept.baseVersion, definition: kept.definition, isDirty: true, restoredFrom: kept.at, newer: workflow })
    }
    return {
      id,
      isLoaded: false,
      definition: NOTHING,
      base: NOTHING,
      baseVersion: null,
      isDirty: false,
      restoredFrom: null,
      newer: null,
      isKept: true,
      canUndo: false,
      canRedo: false,
      change: (recipe, place) => {
        const definition = recipe(get().definition)
        if (definition !== get().definition) {
          step(definition, place)
        }
      },
      set: (definition) => step(definition),
      undo: () => travel(history.past, history.future),
      redo: () => travel(history.future, history.past),
      arrive: (workflow) => {
        const { isLoaded, isDirty, baseVersion } = get()
        if (!isLoaded) {
          arriveFirst(workflow)
        } else if (workflow.version !== baseVersion && (baseVersion === null || workflow.version > baseVersion)) {
          if (isDirty) {
            set((state) => (state.newer?.version === workflow.version ? state : { newer: workflow }))
          } else {
            startFrom(definitionOf(workflow), workflow.version)
          }
        }
      },
      begin: () => {
        if (!get().isLoaded) {
          startFrom(firstDefinition(), null)
        }
      },
      saved: (workflow, sent) => {
        const base = definitionOf(workflow) // the same, with all that was left out
        set({ base, baseVersion: workflow.version, newer: null, restoredFrom: null })
        // what was typed while the answer was on its way stays a change
        show(isSame(get().definition, sent) ? base : get().definition)
      },
      drop: () => {
        const { newer, base, baseVersion } = get()
        forgetDraft(id)
        startFrom(newer ? definitionOf(newer) : base, newer?.version ?? baseVersion)
      },
      keepMine: () => {
        const { newer } = get()
        if (newer) {
          set({ base: definitionOf(newer), baseVersion: newer.version, newer: null })
          show(get().definition)
        }
      },
      closeNotice: () => set({ restoredFrom: null }),
    }
  })
}

const drafts = new Map<string, StoreApi<Draft>>()

/** The one draft of a workflow, for all parts of the page that show or change it. */
export function draftOf(id: string): StoreApi<Draft> {
  let draft = drafts.get(id)
  if (!draft) {
    draft = createDraft(id)
    drafts.set(id, draft)
  }
  return draft
}

/** Forgets what was edited, here and in what the browser keeps: the workflow is gone, or has got another name. */
export function abandonDraft(id: string): void {
  forgetDraft(id)
  drafts.delete(id)
}

/** The draft of a workflow, as it is now and with each change. */
export function useDraft(id: string): Draft {
  return useStore(draftOf(id))
}
