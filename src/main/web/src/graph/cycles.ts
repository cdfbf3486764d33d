import type { Arrow } from './layout'

/**
 * The cycle that an edge would close.
 *
 * @returns the tasks along it, with the first one again at the end: `[from, to, …, from]`; null: it closes none
 */
export function cycleClosedBy(edges: readonly Arrow[], { from, to }: Arrow): string[] | null {
  const after = new Map<string, string[]>()
  edges.forEach((edge) => after.set(edge.from, [...(after.get(edge.from) ?? []), edge.to]))
  const reachedFrom = new Map<string, string | null>([[to, null]])
  for (const name of reachedFrom.keys()) {
    if (name === from) {
      return [from, ...wayTo(from, reachedFrom)]
    }
    for (const next of after.get(name) ?? []) {
      if (!reachedFrom.has(next)) {
        reachedFrom.set(next, name)
      }
    }
  }
  return null
}

function wayTo(end: string, reachedFrom: Map<string, string | null>): string[] {
  const way: string[] = []
  for (let at: string | null = end; at !== null; at = reachedFrom.get(at) ?? null) {
    way.unshift(at)
  }
  return way
}

/** All tasks that are before one, at any distance. */
export function tasksBefore(edges: readonly Arrow[], name: string): Set<string> {
  return reached(edges.map(({ from, to }) => ({ from: to, to: from })), name)
}

/** All tasks that are after one, at any distance. */
export function tasksAfter(edges: readonly Arrow[], name: string): Set<string> {
  return reached(edges, name)
}

function reached(edges: readonly Arrow[], start: string): Set<string> {
  const found = new Set<string>()
  const open = [start]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const { from, to } of edges) {
      if (from === name && !found.has(to)) {
        found.add(to)
        open.push(to)
      }
    }
  }
  return found
}
