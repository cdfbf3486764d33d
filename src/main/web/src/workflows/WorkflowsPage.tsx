import { useQuery } from '@tanstack/react-query'

import { useMay, whoamiQuery } from '../api/session'
import { PageHead } from '../ui'
import { CallerPage } from './CallerPage'
import { Filters } from './Filters'
import { useFilter } from './filter'
import { useWorkflowList } from './list'
import { WorkflowList } from './WorkflowList'
import styles from './workflows.module.css'

function AllWorkflows() {
  const [filter, setFilter] = useFilter()
  const found = useWorkflowList(filter, true)
  return (
    <div className={styles.page}>
      <PageHead title="Workflows" />
      <Filters filter={filter} onChange={setFilter} />
      <WorkflowList found={found} onFilter={setFilter} />
    </div>
  )
}

/** The first page: all workflows, or for callers those that they may call. */
export default function WorkflowsPage() {
  const { data: whoami } = useQuery(whoamiQuery)
  const mayLook = useMay('viewer')
  if (!whoami) {
    return null
  }
  return mayLook ? <AllWorkflows /> : <CallerPage ids={whoami.workflows} />
}
