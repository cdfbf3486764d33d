import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'

import { api, done, type Key } from '../../api/client'
import { whoamiQuery } from '../../api/session'
import { Badge, Button, Confirm, Empty, Table, Time, uiStyles, useToasts } from '../../ui'
import styles from '../operations.module.css'
import { keysQuery } from '../queries'
import { Guarded } from '../refusals'
import { KeyDialog } from './KeyDialog'
import { inOrder, keyState } from './keyRequest'

/** Who may come in. */
export function KeysSection() {
  const query = useQuery(keysQuery)
  const [isMaking, setMaking] = useState(false)
  return (
    <>
      <Guarded query={query} what="Keys" role="admin">
        {(keys) => (
          <>
            <div className={styles.row}>
              <p className={uiStyles.hint}>A key opens the API: <code>Authorization: Bearer KEY</code>.</p>
              <Button look="primary" onClick={() => setMaking(true)}>
                <Plus size={14} aria-hidden /> New key
              </Button>
            </div>
            {keys.length === 0 ? (
              <Empty title="There is no key yet">
                <p>Everything is allowed, to programs on this machine only. The first key must be an admin’s; from then on nobody gets in without one, this page included.</p>
              </Empty>
            ) : (
              <KeyTable keys={keys} readAt={query.dataUpdatedAt} />
            )}
          </>
        )}
      </Guarded>
      {isMaking ? <KeyDialog isFirst={query.data?.length === 0} onClose={() => setMaking(false)} /> : null}
    </>
  )
}

function KeyTable({ keys, readAt }: { keys: Key[]; readAt: number }) {
  const [revoked, setRevoked] = useState<Key | null>(null)
  const whoami = useQuery(whoamiQuery)
  const revoke = useRevoke()
  const isOwn = revoked !== null && revoked.id === whoami.data?.key_id
  return (
    <>
      <Table label="Keys" head={['Name', 'Key', 'Role', 'May call', 'Speaks for', 'A minute', 'Expires', 'Last used', 'Made', <span className="unseen">Actions</span>]}>
        {inOrder(keys, readAt).map((key) => (
          <Row key={key.id} of={key} readAt={readAt} onRevoke={() => setRevoked(key)} />
        ))}
      </Table>
      <Confirm
        title={`Revoke the key “${revoked?.name ?? ''}”?`}
        about={isOwn ? 'This is the key that you are signed in with: you will be signed out.' : 'Whoever uses it gets 401 from now on, on all servers. It cannot be taken back.'}
        action="Revoke the key"
        isOpen={revoked !== null}
        onClose={() => setRevoked(null)}
        onConfirm={() => revoked && revoke.mutate(revoked.id)}
      />
    </>
  )
}

function Row({ of: key, readAt, onRevoke }: { of: Key; readAt: number; onRevoke: () => void }) {
  const state = keyState(key, readAt)
  return (
    <tr className={state === 'valid' ? undefined : styles.muted}>
      <td>
        {key.name} {state === 'valid' ? null : <Badge tone="warn">{state}</Badge>}
      </td>
      <td>
        <code>{key.hint}…</code>
      </td>
      <td>{key.role}</td>
      <td>{key.role === 'viewer' ? 'nothing' : key.workflows.length === 0 ? 'all workflows' : key.workflows.join(', ')}</td>
      <td>
        {key.user}
        {key.may_act_for_others ? ' and others' : ''}
      </td>
      <td>{key.rate_per_minute ?? 'default'}</td>
      <td className={styles.nowrap}>{key.expires_at ? <Time at={key.expires_at} /> : 'never'}</td>
      <td className={styles.nowrap}>{key.last_used_at ? <Time at={key.last_used_at} /> : 'never'}</td>
      <td className={styles.nowrap}>
        <Time at={key.created_at} />
        {key.created_by ? ` by ${key.created_by}` : ''}
      </td>
      <td className={styles.end}>
        {state === 'revoked' ? null : (
          <Button look="danger" onClick={onRevoke} aria-label={`Revoke ${key.name}`}>
            Revoke
          </Button>
        )}
      </td>
    </tr>
  )
}

function useRevoke() {
  const queries = useQueryClient()
  const { say, fail } = useToasts()
  return useMutation({
    mutationFn: (id: string) => done(api.DELETE('/api/app/be_workflows/keys/{key_id}', { params: { path: { key_id: id } } })),
    onSuccess: () => say('The key is revoked.'),
    onError: fail,
    onSettled: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
}
