import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'

import { api, done, type Secret } from '../../api/client'
import { useMay } from '../../api/session'
import { Button, Empty, Table, Time, uiStyles } from '../../ui'
import styles from '../operations.module.css'
import { secretsQuery } from '../queries'
import { Guarded } from '../refusals'
import { AskedAction, RowActions } from '../rowActions'
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
            <RowActions
              of={secret.name}
              actions={
                mayChange
                  ? [
                      { word: 'Replace', onClick: () => onReplace(secret.name) },
                      { word: 'Delete', isDangerous: true, onClick: () => setDeleted(secret.name) },
                    ]
                  : []
              }
            />
          </tr>
        ))}
      </Table>
      <AskedAction
        row={deleted}
        title={(name) => `Delete the secret “${name}”?`}
        about={() => 'Tasks that read it fail from their next start on. Its value cannot be had back.'}
        action="Delete it"
        act={(name) => done(api.DELETE('/api/app/be_workflows/secrets/{name}', { params: { path: { name } } }))}
        said="The secret is gone."
        queryKey={secretsQuery.queryKey}
        onClose={() => setDeleted(null)}
      />
    </>
  )
}
