import { create } from 'zustand'

import { api, done } from '../api/client'

/** How long a deletion can be taken back, in milliseconds. */
export const UNDO_TIME = 8_000

export interface Deletion {
  id: string
  /** Told once the workflow is gone; when it has finished the id is free for another one. */
  onGone: () => Promise<void> | void
  /** Told when the server refused; the workflow is there as before. */
  onFailure: (failure: unknown) => void
}

interface DeletionStore {
  /** The workflows that are about to be deleted, and are not shown any more. */
  leaving: ReadonlySet<string>
  /** Deletes after the time to take it back. Asked for the same workflow again it goes on as it is. */
  begin: (deletion: Deletion) => void
  /** @returns whether there was still time */
  undo: (id: string) => boolean
  /** Deletes at once what waits; for a page that is left, whose requests outlive it. */
  flush: () => void
}

interface Waiting {
  deletion: Deletion
  timer: ReturnType<typeof setTimeout>
}

const waiting = new Map<string, Waiting>()

export const useDeletions = create<DeletionStore>((set, get) => {
  const setLeaving = (change: (ids: Set<string>) => void) => {
    const ids = new Set(get().leaving)
    change(ids)
    set({ leaving: ids })
  }
  const carryOut = async ({ id, onGone, onFailure }: Deletion) => {
    waiting.delete(id)
    try {
      await done(api.DELETE('/api/app/be_workflows/be_wf_graph/id/{id}', { params: { path: { id } }, keepalive: true }))
      void import('../editor/draft').then(({ abandonDraft }) => abandonDraft(id))
      await onGone()
    } catch (failure) {
      onFailure(failure)
    } finally {
      setLeaving((ids) => ids.delete(id))
    }
  }
  return {
    leaving: new Set(),
    begin: (deletion) => {
      if (waiting.has(deletion.id)) {
        return
      }
      waiting.set(deletion.id, { deletion, timer: setTimeout(() => void carryOut(deletion), UNDO_TIME) })
      setLeaving((ids) => ids.add(deletion.id))
    },
    undo: (id) => {
      const found = waiting.get(id)
      if (!found) {
        return false
      }
      clearTimeout(found.timer)
      waiting.delete(id)
      setLeaving((ids) => ids.delete(id))
      return true
    },
    flush: () => {
      for (const { deletion, timer } of [...waiting.values()]) {
        clearTimeout(timer)
        void carryOut(deletion)
      }
    },
  }
})

// closing the window is no undo
addEventListener('pagehide', () => useDeletions.getState().flush())
