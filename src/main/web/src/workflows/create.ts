import { useMutation } from '@tanstack/react-query'

import { answer, api, type WorkflowDefinition } from '../api/client'
import { useRefresh } from './list'

/** Saves a new workflow and publishes it, so that it answers at once. */
export function useCreate(onDone: (id: string) => void) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (definition: WorkflowDefinition) => answer(api.POST('/api/app/be_workflows/be_wf_graph', { params: { query: { message: 'Created' } }, body: definition })),
    onSuccess: async ({ id }) => {
      await refresh()
      if (id) {
        onDone(id)
      }
    },
  })
}
