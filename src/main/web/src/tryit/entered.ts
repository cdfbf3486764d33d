import { create } from 'zustand'

import { NO_VALUES, type CallOptions, type CallValues } from './call'

export interface Entered {
  values: CallValues
  /** Without a mode the workflow's own. */
  options: Omit<CallOptions, 'mode'> & { mode?: CallOptions['mode'] }
}

interface EnteredStore {
  byWorkflow: Readonly<Record<string, Entered>>
  set: (id: string, change: Partial<Entered>) => void
}

const NOTHING: Entered = { values: NO_VALUES, options: {} }

const useEnteredStore = create<EnteredStore>((set) => ({
  byWorkflow: {},
  set: (id, change) => set(({ byWorkflow }) => ({ byWorkflow: { ...byWorkflow, [id]: { ...(byWorkflow[id] ?? NOTHING), ...change } } })),
}))

/** What was entered to try a workflow with: it outlives a look at another tab, and is kept nowhere. */
export function useEntered(id: string): Entered & { set: (change: Partial<Entered>) => void } {
  const entered = useEnteredStore((store) => store.byWorkflow[id]) ?? NOTHING
  const set = useEnteredStore((store) => store.set)
  return { ...entered, set: (change) => set(id, change) }
}
