import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'

import { api, done, type Key } from '../../api/client'
import { whoamiQuery } from '../../api/session'
import { Badge, Button, Empty, Table, Time, uiStyles } from '../../ui'
import styles from '../operations.module.css'
import { keysQuery } from '../queries'
import { Guarded } from '../refusals'
import { AskedAction, RowActions } from '../rowActions'
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
  return (
    <>
      <Table label="Keys" head={['Name', 'Key', 'Role', 'May call', 'Speaks for', 'A minute', 'Expires', 'Last used', 'Made', <span className="unseen">Actions</span>]}>
        {inOrder(keys, readAt).map((key) => (
          <Row key={key.id} of={key} readAt={readAt} onRevoke={() => setRevoked(key)} />
        ))}
      </Table>
      <AskedAction
        row={revoked}
        title={({ name }) => `Revoke the key “${name}”?`}
        about={({ id }) => (id === whoami.data?.key_id ? 'This is the key that you are signed in with: you will be signed out.' : 'Whoever uses it gets 401 from now on, on all servers. It cannot be taken back.')}
        action="Revoke the key"
        act={({ id }) => done(api.DELETE('/api/app/be_workflows/keys/{key_id}', { params: { path: { key_id: id } } }))}
        said="The key is revoked."
        queryKey={keysQuery.queryKey}
        onClose={() => setRevoked(null)}
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
      <RowActions of={key.name} actions={state === 'revoked' ? [] : [{ word: 'Revoke', isDangerous: true, onClick: onRevoke }]} />
    </tr>
  )
}
