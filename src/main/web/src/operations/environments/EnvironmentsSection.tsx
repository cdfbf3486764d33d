import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'wouter'

import { answer, api, done, type Environment } from '../../api/client'
import { useMay } from '../../api/session'
import { Badge, Button, Bytes, Confirm, Empty, StatusBadge, Table, Time, uiStyles, useToasts } from '../../ui'
import styles from '../operations.module.css'
import { environmentsQuery } from '../queries'
import { Guarded } from '../refusals'
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
  const { build, remove } = useChanges()
  return (
    <>
      <Table label="Environments" head={['Environment', 'State', 'Python', 'Packages', 'Needed by', 'Size', 'Last used', <span className="unseen">Actions</span>]}>
        {environments.map((environment) => (
          <Row key={environment.id} environment={environment} onOpen={() => onOpen(environment.id)}>
            {mayChange && environment.state === 'failed' ? <Button onClick={() => build.mutate(environment.id, { onSuccess: () => onOpen(environment.id) })}>Build again</Button> : null}
            {mayChange ? (
              <Button onClick={() => setRemoved(environment)} disabled={environment.in_use} title={environment.in_use ? 'Workers run in it' : undefined}>
                Remove
              </Button>
            ) : null}
          </Row>
        ))}
      </Table>
      {mayChange ? null : <p className={uiStyles.hint}>Building again and removing need an author’s key.</p>}
      <Confirm
        title="Remove this environment?"
        about={removed && removed.workflows.length > 0 ? 'A workflow needs it: its next call builds it again, and is refused until that is done.' : 'No workflow needs it.'}
        action="Remove it"
        isOpen={removed !== null}
        onClose={() => setRemoved(null)}
        onConfirm={() => removed && remove.mutate(removed.id)}
      />
    </>
  )
}

function Row({ environment, onOpen, children }: { environment: Environment; onOpen: () => void; children: React.ReactNode }) {
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
      <td>
        <div className={styles.buttons} style={{ justifyContent: 'end' }}>
          {children}
        </div>
      </td>
    </tr>
  )
}

function useChanges() {
  const queries = useQueryClient()
  const { say, fail } = useToasts()
  const onSettled = () => queries.invalidateQueries({ queryKey: ['environments'] })
  const path = (id: string) => ({ params: { path: { environment_id: id } } })
  const build = useMutation({
    mutationFn: (id: string) => answer(api.POST('/api/app/be_workflows/environments/{environment_id}/build', path(id))),
    onError: fail,
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (id: string) => done(api.DELETE('/api/app/be_workflows/environments/{environment_id}', path(id))),
    onSuccess: () => say('The environment is gone.'),
    onError: fail,
    onSettled,
  })
  return { build, remove }
}
