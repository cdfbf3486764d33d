import { queryOptions, useQuery } from '@tanstack/react-query'

import { answer, api, type Run } from '../api/client'

/** The version of its workflow that a run was accepted with; a version never changes. */
export function definitionQuery(workflow: string, version: number) {
  return queryOptions({
    queryKey: ['version', workflow, version],
    queryFn: () => answer(api.GET('/api/app/be_workflows/be_wf_graph/id/{id}/versions/{version}', { params: { path: { id: workflow, version } } })),
    staleTime: Infinity,
  })
}

export function useDefinition(run: Pick<Run, 'workflow_id' | 'version'>) {
  return useQuery(definitionQuery(run.workflow_id, run.version))
}
