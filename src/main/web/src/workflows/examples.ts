import { queryOptions, useMutation } from '@tanstack/react-query'

import { answer, api, type FolderDocument } from '../api/client'
import { useRefresh } from './list'

const IMPORT = '/api/app/be_workflows/be_wf_graph/import'
const MOST_TRIES = 50

export const examplesQuery = queryOptions({
  queryKey: ['examples'],
  queryFn: async () => (await answer(api.GET('/api/app/be_workflows/examples'))).items,
  staleTime: Infinity, // they come with the program
})

export interface Example {
  name: string
  document: FolderDocument
}

/** The same workflow under another id, all else as its author wrote it. */
export function withId(document: FolderDocument, id: string): FolderDocument {
  const workflows = document.workflows.map((entry) => {
    const yaml = entry.files['workflow.yaml']
    const named = /^id:.*$/m.test(yaml) ? yaml.replace(/^id:.*$/m, `id: ${id}`) : `id: ${id}\n${yaml}`
    return { ...entry, id, files: { ...entry.files, 'workflow.yaml': named } }
  })
  return { ...document, workflows }
}

/** Saves an example under the first id that is free: its own, or with a number. */
async function use({ name, document }: Example): Promise<string> {
  for (let count = 1; count <= MOST_TRIES; count++) {
    const id = count === 1 ? name : `${name.slice(0, 60)}-${count}`
    const named = withId(document, id)
    const { workflows } = await answer(api.POST(IMPORT, { params: { query: { dry_run: true } }, body: named }))
    if (workflows.every(({ outcome }) => outcome === 'created')) {
      await answer(api.POST(IMPORT, { params: { query: { message: 'From an example' } }, body: named }))
      return id
    }
  }
  throw new Error(`There are very many copies of ${name} already.`)
}

export function useExample(onDone: (id: string) => void) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: use,
    onSuccess: async (id) => {
      await refresh()
      onDone(id)
    },
  })
}
