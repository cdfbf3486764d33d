import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'

import { answer, api, type Workflow, type WorkflowDefinition, type WorkflowSummary } from '../api/client'
import { ApiFailure, problemName } from '../api/problem'
import { useToasts } from '../ui'
import { download } from '../values/download'
import { useDeletions, UNDO_TIME } from './deletions'
import { ADDED } from './added'
import { changeInLists, useRefresh } from './list'

const ID = '/api/app/be_workflows/be_wf_graph/id/{id}'

/** Switches at once, and back when the server refuses. */
export function useSwitch() {
  const queries = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, isOn }: { id: string; isOn: boolean }) => answer(api.POST(`${ID}/${isOn ? 'enable' : 'disable'}`, { params: { path: { id } } })),
    onMutate: ({ id, isOn }) => changeInLists(queries, id, { enabled: isOn }),
    onError: (failure, { id, isOn }) => {
      changeInLists(queries, id, { enabled: !isOn })
      useToasts.getState().fail(failure)
    },
    onSuccess: (_, { id }) => refresh([id]),
  })
}

/** Deletes once the time to take it back is over. */
export function useDelete(): (workflow: WorkflowSummary) => void {
  const refresh = useRefresh()
  return ({ id, label }) => {
    const { say, fail } = useToasts.getState()
    const { begin, undo } = useDeletions.getState()
    const takeAway = say(`${label || id} is deleted. Its runs stay.`, {
      life: UNDO_TIME,
      action: {
        label: 'Undo',
        onAction: () => {
          undo(id)
          takeAway()
        },
      },
    })
    begin({ id, onGone: () => refresh(), onFailure: fail })
  }
}

/** The definition of a version without what answers add to it. */
function definitionOf(workflow: Workflow): WorkflowDefinition {
  return Object.fromEntries(Object.entries(workflow).filter(([name]) => !ADDED.has(name))) as unknown as WorkflowDefinition
}

/** `iris-copy`, `iris-copy-2`, …; never longer than an id may be. */
export function copyId(id: string, count: number): string {
  const end = count === 1 ? '-copy' : `-copy-${count}`
  return id.slice(0, 64 - end.length) + end
}

const MOST_COPIES = 50

/** Saves the newest version of a workflow under another id; a draft stays one. */
async function duplicate({ id, label, published_version }: WorkflowSummary): Promise<string> {
  const definition = definitionOf(await answer(api.GET(ID, { params: { path: { id } } })))
  for (let count = 1; ; count++) {
    const copy = copyId(id, count)
    try {
      await answer(
        api.POST('/api/app/be_workflows/be_wf_graph', {
          params: { query: { draft: published_version === null, message: `Copied from ${id}` } },
          body: { ...definition, id: copy, label: `${label || id} (copy)` },
        }),
      )
      return copy
    } catch (failure) {
      const isTaken = failure instanceof ApiFailure && problemName(failure.problem) === 'workflow-exists'
      if (!isTaken || count === MOST_COPIES) {
        throw failure
      }
    }
  }
}

export function useDuplicate() {
  const refresh = useRefresh()
  const [, go] = useLocation()
  return useMutation({
    mutationFn: duplicate,
    onError: useToasts.getState().fail,
    onSuccess: async (copy) => {
      await refresh()
      useToasts.getState().say(`${copy} is a copy with a life of its own.`, { action: { label: 'Open', onAction: () => go(`/workflows/${copy}`) } })
    },
  })
}

/** Keeps workflows as a file that can be imported again: one, or all. */
export function useExport() {
  return useMutation({
    mutationFn: async (id: string | null) => {
      const files = await answer(id === null ? api.GET('/api/app/be_workflows/be_wf_graph/export') : api.GET(`${ID}/export`, { params: { path: { id } } }))
      download(`${id ?? 'workflows'}.json`, new Blob([JSON.stringify(files, null, 2)], { type: 'application/json' }))
    },
    onError: useToasts.getState().fail,
  })
}
