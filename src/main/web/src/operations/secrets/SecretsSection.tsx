import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'

import { api, done, type Secret } from '../../api/client'
import { useMay } from '../../api/session'
import { Button, Confirm, Empty, Table, Time, uiStyles, useToasts } from '../../ui'
import styles from '../operations.module.css'
import { secretsQuery } from '../queries'
import { Guarded } from '../refusals'
import { SecretDialog } from './SecretDialog'

/** Names of secrets; a value goes in here and never comes back. */
export function SecretsSection() {
  const query = useQuery(secretsQuery)
  const mayChange = useMay('admin')
  const [name, setName] = useState<string | null>(null)
  return (
    <>
      <Guarded query={query} what="Secrets" role="author">
        {(secrets) => (
          <>
            <div className={styles.row}>
              <p className={uiStyles.hint}>
                Only tasks of workflows that declare a secret can read it, as <code>ti.secrets['name']</code>. {mayChange ? '' : 'Setting and deleting need an admin’s key.'}
              </p>
              {mayChange ? (
                <Button look="primary" onClick={() => setName('')}>
                  <Plus size={14} aria-hidden /> New secret
                </Button>
              ) : null}
            </div>
            {secrets.length === 0 ? <Empty title="There is no secret yet" /> : <SecretTable secrets={secrets} mayChange={mayChange} onReplace={setName} />}
          </>
        )}
      </Guarded>
      {name !== null ? <SecretDialog name={name} taken={query.data?.map((secret) => secret.name) ?? []} onClose={() => setName(null)} /> : null}
    </>
  )
}

function SecretTable({ secrets, mayChange, onReplace }: { secrets: Secret[]; mayChange: boolean; onReplace: (name: string) => void }) {
  const [deleted, setDeleted] = useState<string | null>(null)
  const remove = useDelete()
  return (
    <>
      <Table label="Secrets" head={['Name', 'Set', 'By', <span className="unseen">Actions</span>]}>
        {secrets.map((secret) => (
          <tr key={secret.name}>
            <td>
              <code>{secret.name}</code>
            </td>
            <td className={styles.nowrap}>
              <Time at={secret.updated_at} />
            </td>
            <td>{secret.updated_by ?? '–'}</td>
            <td>
              {mayChange ? (
                <div className={styles.buttons} style={{ justifyContent: 'end' }}>
                  <Button onClick={() => onReplace(secret.name)} aria-label={`Replace ${secret.name}`}>
                    Replace
                  </Button>
                  <Button look="danger" onClick={() => setDeleted(secret.name)} aria-label={`Delete ${secret.name}`}>
                    Delete
                  </Button>
                </div>
              ) : null}
            </td>
          </tr>
        ))}
      </Table>
      <Confirm
        title={`Delete the secret “${deleted ?? ''}”?`}
        about="Tasks that read it fail from their next start on. Its value cannot be had back."
        action="Delete it"
        isOpen={deleted !== null}
        onClose={() => setDeleted(null)}
        onConfirm={() => deleted !== null && remove.mutate(deleted)}
      />
    </>
  )
}

function useDelete() {
  const queries = useQueryClient()
  const { say, fail } = useToasts()
  return useMutation({
    mutationFn: (name: string) => done(api.DELETE('/api/app/be_workflows/secrets/{name}', { params: { path: { name } } })),
    onSuccess: () => say('The secret is gone.'),
    onError: fail,
    onSettled: () => queries.invalidateQueries({ queryKey: ['secrets'] }),
  })
}
