import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** Something that the reader can have done from the palette, and by keys if it has any. */
export interface Command {
  /** Unique in the page: `workflows.new`. */
  id: string
  label: string
  /** The heading under which it stands; `Actions` unless said otherwise. */
  group?: string
  /** Further words by which it is found. */
  words?: string
  /** Keys that do it outside of fields, one after the other: `g w`. */
  keys?: string
  run: () => void
}

interface CommandStore {
  byOwner: ReadonlyMap<symbol, readonly Command[]>
  put: (owner: symbol, commands: readonly Command[]) => void
  take: (owner: symbol) => void
}

/** What can be done now: each feature adds its commands while it is shown. */
export const useCommandStore = create<CommandStore>((set) => ({
  byOwner: new Map(),
  put: (owner, commands) => set((state) => ({ byOwner: new Map(state.byOwner).set(owner, commands) })),
  take: (owner) =>
    set((state) => {
      const rest = new Map(state.byOwner)
      rest.delete(owner)
      return { byOwner: rest }
    }),
}))

/** All commands; where two have one id the later one counts. */
export function allCommands(byOwner: ReadonlyMap<symbol, readonly Command[]>): Command[] {
  return [...new Map([...byOwner.values()].flat().map((command) => [command.id, command])).values()]
}

/** Offers commands while the calling component is shown. The list may be a new one each time; only what the reader sees of it counts as a change. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  const looks = JSON.stringify(commands.map(({ id, label, group, words, keys }) => ({ id, label, group, words, keys })))
  useEffect(() => {
    const owner = Symbol('commands')
    const { put, take } = useCommandStore.getState()
    const offered = JSON.parse(looks) as Omit<Command, 'run'>[]
    put(
      owner,
      offered.map((one) => ({ ...one, run: () => latest.current.find(({ id }) => id === one.id)?.run() })),
    )
    return () => take(owner)
  }, [looks])
}
