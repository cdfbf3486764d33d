import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'wouter'

import { answer, api, done, type Environment } from '../../api/client'
import { useMay } from '../../api/session'
import { Badge, Button, Bytes, Empty, StatusBadge, Table, Time, uiStyles, useToasts } from '../../ui'
import styles from '../operations.module.css'
import { environmentsQuery } from '../queries'
import { Guarded } from '../refusals'
import { AskedAction, RowActions, type RowAction } from '../rowActions'
import { EnvironmentDialog } from './EnvironmentDialog'

/** The virtual environments of this server; the one that is looked at stands in the address. */
export function EnvironmentsSection() {
  const query = useQuery(environmentsQuery)
  const [search, setSearch] = useSearchParams()
  const open = search.get('environment')
  return (
    <>
      <Guarded query={query} what="Environments" role="viewer">
        {(environments) =>
          environments.length === 0 ? (
            <Empty title="There is no environment yet">
              <p>A workflow whose requirements the interpreter does not have gets one when it is published.</p>
            </Empty>
          ) : (
            <Environments environments={environments} onOpen={(id) => setSearch({ environment: id })} />
          )
        }
      </Guarded>
      {open ? <EnvironmentDialog key={open} id={open} onClose={() => setSearch({})} /> : null}
    </>
  )
}

function Environments({ environments, onOpen }: { environments: Environment[]; onOpen: (id: string) => void }) {
  const mayChange = useMay('author')
  const [removed, setRemoved] = useState<Environment | null>(null)
  const build = useBuild(onOpen)
  const actionsFor = (environment: Environment): RowAction[] => [
    ...(environment.state === 'failed' ? [{ word: 'Build again', onClick: () => build.mutate(environment.id) }] : []),
    { word: 'Remove', hindrance: environment.in_use ? 'Workers run in it' : undefined, onClick: () => setRemoved(environment) },
  ]
  return (
    <>
      <Table label="Environments" head={['Environment', 'State', 'Python', 'Packages', 'Needed by', 'Size', 'Last used', <span className="unseen">Actions</span>]}>
        {environments.map((environment) => (
          <Row key={environment.id} environment={environment} onOpen={() => onOpen(environment.id)} actions={mayChange ? actionsFor(environment) : []} />
        ))}
      </Table>
      {mayChange ? null : <p className={uiStyles.hint}>Building again and removing need an author’s key.</p>}
      <AskedAction
        row={removed}
        title={() => 'Remove this environment?'}
        about={({ workflows }) => (workflows.length > 0 ? 'A workflow needs it: its next call builds it again, and is refused until that is done.' : 'No workflow needs it.')}
        action="Remove it"
        act={({ id }) => done(api.DELETE('/api/app/be_workflows/environments/{environment_id}', pathOf(id)))}
        said="The environment is gone."
        queryKey={environmentsQuery.queryKey}
        onClose={() => setRemoved(null)}
      />
    </>
  )
}

function Row({ environment, onOpen, actions }: { environment: Environment; onOpen: () => void; actions: readonly RowAction[] }) {
  const workflows = [...new Set(environment.workflows.map((workflow) => workflow.workflow_id))]
  return (
    <tr>
      <td>
        <Button look="plain" onClick={onOpen} aria-label={`Show environment ${environment.id}`}>
          <code>{environment.id.slice(0, 12)}</code>
        </Button>
      </td>
      <td className={styles.nowrap}>
        <StatusBadge status={environment.state} /> {environment.in_use ? <Badge tone="busy">in use</Badge> : null}
      </td>
      <td>{environment.python}</td>
      <td>{environment.packages.length}</td>
      <td>{workflows.length === 0 ? '–' : workflows.join(', ')}</td>
      <td className={styles.nowrap}>
        <Bytes bytes={environment.bytes} />
      </td>
      <td className={styles.nowrap}>
        <Time at={environment.last_used_at} />
      </td>
      <RowActions of={`environment ${environment.id.slice(0, 12)}`} actions={actions} />
    </tr>
  )
}

function pathOf(id: string) {
  return { params: { path: { environment_id: id } } }
}

function useBuild(onBegun: (id: string) => void) {
  const queries = useQueryClient()
  const { fail } = useToasts()
  return useMutation({
    mutationFn: (id: string) => answer(api.POST('/api/app/be_workflows/environments/{environment_id}/build', pathOf(id))),
    onSuccess: (_, id) => onBegun(id),
    onError: fail,
    onSettled: () => queries.invalidateQueries({ queryKey: environmentsQuery.queryKey }),
  })
}
