import { queryOptions, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, type ReactNode } from 'react'
import { useLocation } from 'wouter'

import { answer, api, type Workflow } from '../api/client'
import { ApiFailure } from '../api/problem'
import { useMay } from '../api/session'
import { Badge, PageHead, ProblemBox, Skeleton, Tabs } from '../ui'
import { Checked } from './check'
import { draftOf, useDraft, type Draft } from './draft'
import styles from './editor.module.css'
import { Faults } from './Faults'
import { Notices } from './Notices'
import { SaveBar, VersionState } from './SaveBar'

const GraphTab = lazy(() => import('./GraphTab'))
const SchemaTab = lazy(() => import('./schema/SchemaTab'))
const SettingsTab = lazy(() => import('./settings/SettingsTab'))
const TryItTab = lazy(() => import('../tryit/TryItTab'))
const VersionsTab = lazy(() => import('./VersionsTab'))
const RunsTab = lazy(() => import('./RunsTab'))

/** The address of a workflow that is being made, as long as no workflow has that id. */
const NEW = 'new'

/** How often one looks whether an environment is ready, in milliseconds. */
const WHILE_PUBLISHING = 2_000

export function workflowQuery(id: string) {
  return queryOptions({
    queryKey: ['workflow', id],
    queryFn: () => answer(api.GET('/api/app/be_workflows/be_wf_graph/id/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.publishing ? WHILE_PUBLISHING : false),
  })
}

/** One workflow: what it is, as its author edits it, and what became of its calls. */
export default function WorkflowPage({ id, tab }: { id: string; tab: string }) {
  const workflow = useQuery(workflowQuery(id))
  const draft = useDraft(id)
  const isNew = id === NEW && workflow.error instanceof ApiFailure && workflow.error.problem.status === 404
  useEffect(() => {
    const { arrive, begin } = draftOf(id).getState()
    if (workflow.data) {
      arrive(workflow.data)
    } else if (isNew) {
      begin()
    }
  }, [workflow.data, isNew, id])
  if (workflow.error && !isNew && !draft.isLoaded) {
    return <ProblemBox failure={workflow.error} onRetry={() => void workflow.refetch()} />
  }
  return draft.isLoaded ? <LoadedWorkflow draft={draft} workflow={workflow.data} tab={tab} /> : <Skeleton lines={6} />
}

function LoadedWorkflow({ draft, workflow, tab }: { draft: Draft; workflow: Workflow | undefined; tab: string }) {
  const [, navigate] = useLocation()
  const mayEdit = useMay('author')
  const tabs: [string, string, ReactNode][] = [
    ['graph', 'Graph', <GraphTab draft={draft} />],
    ['schema', 'Schema', <SchemaTab draft={draft} />],
    ['settings', 'Settings', <SettingsTab draft={draft} />],
    ['try', 'Try it', <TryItTab draft={draft} />],
    ['versions', 'Versions', <VersionsTab draft={draft} />],
    ['runs', 'Runs', <RunsTab id={draft.id} />],
  ]
  const isSaved = draft.baseVersion !== null
  const shown = tabs.filter(([name]) => isSaved || !['versions', 'runs'].includes(name))
  return (
    <Checked draft={draft}>
      <div className={styles.page}>
        <PageHead title={draft.definition.label || draft.definition.id || 'New workflow'} about={<About draft={draft} workflow={workflow} mayEdit={mayEdit} />}>
          {mayEdit ? <SaveBar draft={draft} workflow={workflow} /> : null}
        </PageHead>
        {mayEdit ? <Notices draft={draft} /> : null}
        <Tabs
          label="Parts of the workflow"
          value={tab}
          onChange={(to) => navigate(`/workflows/${draft.id}/${to}`)}
          tabs={shown.map(([name, label, content]) => ({ id: name, label, content: <Suspense fallback={<Skeleton lines={6} />}>{content}</Suspense> }))}
        />
      </div>
    </Checked>
  )
}

function About({ draft, workflow, mayEdit }: { draft: Draft; workflow: Workflow | undefined; mayEdit: boolean }) {
  return (
    <>
      {draft.definition.label && workflow ? <code>{workflow.id}</code> : null}
      <VersionState draft={draft} workflow={workflow} />
      {mayEdit ? <Faults draft={draft} /> : <Badge>read only</Badge>}
    </>
  )
}
