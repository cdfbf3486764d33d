import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'

import { answer, api, type Workflow, type WorkflowDefinition } from '../api/client'
import { ApiFailure, problemName } from '../api/problem'
import { useToasts } from '../ui'
import { abandonDraft, type Draft } from './draft'

export interface Save {
  definition: WorkflowDefinition
  message: string
  /** Saved without calls going to it. */
  isDraft: boolean
}

/** Tells all parts of the page what the server has now. */
export function arrived(queries: QueryClient, workflow: Workflow): void {
  queries.setQueryData(['workflow', workflow.id], workflow)
  void queries.invalidateQueries({ queryKey: ['versions', workflow.id] })
  void queries.invalidateQueries({ queryKey: ['workflows'] })
}

/** What became of a version, in words. */
export function outcomeOf({ version, published, publishing }: Workflow): string {
  if (publishing) {
    return `Version ${version} is saved; calls go to it when its environment is ready`
  }
  return published ? `Version ${version} is published` : `Version ${version} is saved as a draft; calls do not go to it`
}

function send({ id, baseVersion }: Draft, { definition, message, isDraft }: Save): Promise<Workflow> {
  const query = { ...(message ? { message } : {}), ...(isDraft ? { draft: true } : {}) }
  if (baseVersion === null) {
    return answer(api.POST('/api/app/be_workflows/be_wf_graph', { params: { query }, body: definition }))
  }
  const params = { path: { id }, query, header: { 'If-Match': `"${baseVersion}"` } }
  return answer(api.PUT('/api/app/be_workflows/be_wf_graph/id/{id}', { params, body: definition }))
}

/** Saves a draft as a version, on the condition that nobody has saved since it was begun. */
export function useSave(draft: Draft, onSaved: () => void) {
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const { say } = useToasts()
  return useMutation({
    mutationFn: (save: Save) => send(draft, save),
    onSuccess: (workflow, { definition }) => {
      if (draft.baseVersion === null) {
        abandonDraft(draft.id)
        navigate(`/workflows/${workflow.id}/graph`, { replace: true })
      } else {
        draft.saved(workflow, definition)
      }
      arrived(queries, workflow)
      say(outcomeOf(workflow))
      onSaved()
    },
    onError: (failure) => {
      if (failure instanceof ApiFailure && problemName(failure.problem) === 'version-conflict') {
        void queries.invalidateQueries({ queryKey: ['workflow', draft.id] })
      }
    },
  })
}

/** Lets calls go to a version that is saved already. */
export function usePublish(id: string) {
  const queries = useQueryClient()
  const { say, fail } = useToasts()
  return useMutation({
    mutationFn: (version: number) => answer(api.POST('/api/app/be_workflows/be_wf_graph/id/{id}/versions/{version}/publish', { params: { path: { id, version } } })),
    onSuccess: (workflow) => {
      say(outcomeOf(workflow))
      void queries.invalidateQueries({ queryKey: ['workflow', id] })
      void queries.invalidateQueries({ queryKey: ['versions', id] })
    },
    onError: fail,
  })
}
