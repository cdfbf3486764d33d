import type { WorkflowDefinition } from '../api/client'

/** A draft as the browser keeps it. */
export interface KeptDraft {
  definition: WorkflowDefinition
  /** What it was made from; it means nothing on another version. */
  baseVersion: number | null
  at: string
}

/** Typing is written down this much later, in milliseconds. */
const DELAY = 400

const waiting = new Map<string, { draft: KeptDraft | null; onKept: (isKept: boolean) => void }>()
let timer: ReturnType<typeof setTimeout> | undefined

function keyOf(id: string): string {
  return `bew-draft:${id}`
}

/** Keeps a draft in the browser, a moment later; null: there is nothing to keep. */
export function keepDraft(id: string, draft: KeptDraft | null, onKept: (isKept: boolean) => void): void {
  waiting.set(id, { draft, onKept })
  timer ??= setTimeout(writeDrafts, DELAY)
}

/** Writes down what waits to be kept. */
export function writeDrafts(): void {
  clearTimeout(timer)
  timer = undefined
  for (const [id, { draft, onKept }] of waiting) {
    onKept(write(id, draft))
  }
  waiting.clear()
}

function write(id: string, draft: KeptDraft | null): boolean {
  try {
    if (draft) {
      localStorage.setItem(keyOf(id), JSON.stringify(draft))
    } else {
      localStorage.removeItem(keyOf(id))
    }
    return true
  } catch {
    return false // no room, or the reader forbids it
  }
}

export function keptDraft(id: string): KeptDraft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null') as KeptDraft | null
    return kept && Array.isArray(kept.definition.tasks) ? kept : null
  } catch {
    return null
  }
}

export function forgetDraft(id: string): void {
  waiting.delete(id)
  write(id, null)
}

if (typeof addEventListener === 'function') {
  addEventListener('pagehide', writeDrafts)
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && writeDrafts())
}
