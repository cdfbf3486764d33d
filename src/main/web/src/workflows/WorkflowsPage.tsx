import { useQuery } from '@tanstack/react-query'

import { useMay, whoamiQuery } from '../api/session'
import { AllWorkflows } from './AllWorkflows'
import { CallerPage } from './CallerPage'

/** The first page: all workflows, or for callers those that they may call. */
export default function WorkflowsPage() {
  const { data: whoami } = useQuery(whoamiQuery)
  const mayLook = useMay('viewer')
  if (!whoami) {
    return null
  }
  return mayLook ? <AllWorkflows /> : <CallerPage ids={whoami.workflows} />
}
