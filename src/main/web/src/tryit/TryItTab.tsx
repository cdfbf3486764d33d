import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { answer, api, type Workflow } from '../api/client'
import type { Draft } from '../editor/draft'
import { Empty, Loaded, Select } from '../ui'
import { TryIt } from './TryIt'
import styles from './tryit.module.css'

const ALL = '/api/app/be_workflows/be_wf_graph/id/{id}'

/** Calls a workflow as its callers do: the published version, or one that is still a draft. */
export default function TryItTab({ draft }: { draft: Draft }) {
  if (draft.baseVersion === null) {
    return (
      <Empty title="Nothing to call yet">
        <p>Publish the workflow, or save it as a draft; then it can be called here.</p>
      </Empty>
    )
  }
  return <SavedWorkflow id={draft.id} isDirty={draft.isDirty} />
}

function SavedWorkflow({ id, isDirty }: { id: string; isDirty: boolean }) {
  const newest = useQuery({ queryKey: ['workflow', id], queryFn: () => answer(api.GET(ALL, { params: { path: { id } } })) })
  return <Loaded query={newest}>{(workflow) => (workflow.published ? <Version workflow={workflow} isDirty={isDirty} /> : <OneOfTwo newest={workflow} isDirty={isDirty} />)}</Loaded>
}

/** The newest version is a draft: calls go to another one, if any. */
function OneOfTwo({ newest, isDirty }: { newest: Workflow; isDirty: boolean }) {
  const [isDraft, setDraft] = useState(true)
  const path = { id: newest.id }
  const versions = useQuery({ queryKey: ['versions', path.id, 'published'], queryFn: () => answer(api.GET(`${ALL}/versions`, { params: { path, query: { limit: 500 } } })) })
  const published = versions.data?.items.find((version) => version.published)?.version
  const other = useQuery({
    queryKey: ['version', path.id, published],
    queryFn: () => answer(api.GET(`${ALL}/versions/{version}`, { params: { path: { ...path, version: published ?? 0 } } })),
    enabled: published !== undefined && !isDraft,
  })
  const choice =
    published === undefined ? null : (
      <label className={styles.choice}>
        <span className="unseen">Version</span>
        <Select value={isDraft ? 'draft' : 'published'} onChange={(event) => setDraft(event.target.value === 'draft')}>
          <option value="draft">Version {newest.version}, a draft</option>
          <option value="published">Version {published}, published</option>
        </Select>
      </label>
    )
  return isDraft ? <Version workflow={newest} isDirty={isDirty} choice={choice} version={newest.version} /> : <Loaded query={other}>{(workflow) => <Version workflow={workflow} isDirty={isDirty} choice={choice} />}</Loaded>
}

function Version({ workflow, isDirty, choice, version }: { workflow: Workflow; isDirty: boolean; choice?: React.ReactNode; version?: number }) {
  return (
    <TryIt key={workflow.version} workflow={workflow} version={version}>
      {choice}
      {isDirty ? <p className={styles.note}>What you have changed since version {workflow.version} is not called yet.</p> : null}
    </TryIt>
  )
}
