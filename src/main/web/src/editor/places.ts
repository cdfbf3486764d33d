import { create } from 'zustand'
import { persist } from 'zustand/middleware'

import type { Place } from '../graph/layout'

interface Places {
  /** By workflow and task. A definition has no room for them: they are only how this browser shows it. */
  moved: Record<string, Record<string, Place>>
  move: (workflow: string, places: ReadonlyMap<string, Place>) => void
  reset: (workflow: string) => void
}

/** Where this reader has put tasks in the picture; all others are laid out. */
export const usePlaces = create<Places>()(
  persist(
    (set) => ({
      moved: {},
      move: (workflow, places) => set(({ moved }) => ({ moved: { ...moved, [workflow]: { ...moved[workflow], ...Object.fromEntries(places) } } })),
      reset: (workflow) => set(({ moved }) => ({ moved: { ...moved, [workflow]: {} } })),
    }),
    { name: 'bew-places' },
  ),
)
