import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'

import { answer, api, type VersionSummary, type WorkflowDefinition } from '../api/client'
import { useMay } from '../api/session'
import { Badge, Button, buttonClass, Confirm, FormField, Loaded, Menu, ProblemBox, Select, Skeleton, Table, Time, useToasts } from '../ui'
import { Changes } from './Changes'
import { definitionOf } from './definition'
import type { Draft } from './draft'
import styles from './editor.module.css'
import { arrived, outcomeOf, usePublish } from './save'

/** What is being edited, among the versions. */
const MINE = 'mine'

/** All versions of the workflow: who saved them and why, what differs between two, and the way back. */
export default function VersionsTab({ draft }: { draft: Draft }) {
  const versions = useInfiniteQuery({
    queryKey: ['versions', draft.id],
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/app/be_workflows/be_wf_graph/id/{id}/versions', { params: { path: { id: draft.id }, query: { limit: 50, ...(pageParam === null ? {} : { before: pageParam }) } } })),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  })
  const [pair, setPair] = useState<{ from: string; to: string } | null>(null)
  return (
    <Loaded query={versions} lines={6}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items)
        return (
          <div className={styles.versions}>
            <VersionTable draft={draft} versions={items} onCompare={(version) => setPair({ from: String(version), to: draft.isDirty ? MINE : String(items[0]?.version ?? version) })} />
            {versions.hasNextPage ? <Button onClick={() => void versions.fetchNextPage()}>Older versions</Button> : null}
            <Comparison draft={draft} numbers={items.map(({ version }) => version)} pair={pair ?? firstPair(draft, items)} onPair={setPair} />
          </div>
        )
      }}
    </Loaded>
  )
}

function firstPair(draft: Draft, [newest, before]: VersionSummary[]): { from: string; to: string } {
  const last = String(newest?.version ?? '')
  return draft.isDirty ? { from: last, to: MINE } : { from: String(before?.version ?? newest?.version ?? ''), to: last }
}

function VersionTable({ draft, versions, onCompare }: { draft: Draft; versions: VersionSummary[]; onCompare: (version: number) => void }) {
  const mayEdit = useMay('author')
  return (
    <Table label={`Versions of ${draft.id}`} head={['Version', 'Saved', 'By', 'Message', 'State', 'Actions']}>
      {versions.map(({ version, author, message, saved_at, published, published_at }) => (
        <tr key={version}>
          <td>{version}</td>
          <td>
            <Time at={saved_at} />
          </td>
          <td>{author ?? '–'}</td>
          <td className={styles.message}>{message || <span className={styles.quiet}>none</span>}</td>
          <td>{published ? <Badge tone="good">published</Badge> : <Badge>{published_at ? 'was published' : 'draft'}</Badge>}</td>
          <td>
            <VersionMenu draft={draft} version={version} isPublished={published} mayEdit={mayEdit} onCompare={() => onCompare(version)} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function VersionMenu({ draft, version, isPublished, mayEdit, onCompare }: { draft: Draft; version: number; isPublished: boolean; mayEdit: boolean; onCompare: () => void }) {
  const publish = usePublish(draft.id)
  const restore = useRestore(draft)
  const [isAsking, ask] = useState(false)
  const entries = [
    { label: draft.isDirty ? 'Compare with my changes' : 'Compare with the newest', onSelect: onCompare },
    { label: 'Publish', isDisabled: !mayEdit || isPublished, onSelect: () => publish.mutate(version) },
    { label: 'Restore as the newest…', isDisabled: !mayEdit || version === draft.baseVersion, onSelect: () => ask(true) },
  ]
  return (
    <>
      <Menu
        trigger={
          <button type="button" className={buttonClass('plain', true)} aria-label={`Actions for version ${version}`}>
            <Ellipsis size={16} aria-hidden />
          </button>
        }
        entries={entries}
      />
      <Confirm
        title={`Restore version ${version}?`}
        about={`It is saved again as the newest version, and calls go to it.${draft.isDirty ? ' Your changes stay; you will be asked which of the two you want to go on with.' : ''}`}
        action="Restore"
        isOpen={isAsking}
        onClose={() => ask(false)}
        onConfirm={() => restore.mutate(version)}
      />
    </>
  )
}

function useRestore(draft: Draft) {
  const queries = useQueryClient()
  const { say, fail } = useToasts()
  return useMutation({
    mutationFn: (version: number) =>
      answer(api.POST('/api/app/be_workflows/be_wf_graph/id/{id}/versions/{version}/restore', { params: { path: { id: draft.id, version }, query: { message: `As in version ${version}` } } })),
    onSuccess: (workflow) => {
      arrived(queries, workflow)
      say(outcomeOf(workflow))
    },
    onError: fail,
  })
}

function useVersion(draft: Draft, chosen: string): { definition: WorkflowDefinition | undefined; error: unknown } {
  const version = useQuery({
    queryKey: ['version', draft.id, chosen],
    queryFn: () => answer(api.GET('/api/app/be_workflows/be_wf_graph/id/{id}/versions/{version}', { params: { path: { id: draft.id, version: Number(chosen) } } })),
    enabled: chosen !== MINE && chosen !== '',
    staleTime: Infinity,
  })
  return { definition: chosen === MINE ? draft.definition : version.data && definitionOf(version.data), error: version.error }
}

function Comparison({ draft, numbers, pair, onPair }: { draft: Draft; numbers: number[]; pair: { from: string; to: string }; onPair: (pair: { from: string; to: string }) => void }) {
  const before = useVersion(draft, pair.from)
  const after = useVersion(draft, pair.to)
  const options = [...(draft.isDirty ? [[MINE, 'my changes'] as const] : []), ...numbers.map((number) => [String(number), `version ${number}`] as const)]
  const choice = (label: string, value: string, onChange: (value: string) => void) => (
    <FormField label={label}>
      {(input) => (
        <Select {...input} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map(([id, text]) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </FormField>
  )
  return (
    <section aria-label="Comparison of two versions">
      <div className={styles.compare}>
        {choice('From', pair.from, (from) => onPair({ ...pair, from }))}
        {choice('To', pair.to, (to) => onPair({ ...pair, to }))}
      </div>
      {before.error || after.error ? <ProblemBox failure={before.error ?? after.error} /> : null}
      {before.definition && after.definition ? <Changes before={before.definition} after={after.definition} /> : before.error || after.error ? null : <Skeleton />}
    </section>
  )
}
