import { useState, type SyntheticEvent } from 'react'
import { Link, useLocation } from 'wouter'

import { Button, Empty, FormField, PageHead, TextInput } from '../ui'
import styles from './workflows.module.css'

/** A key that may call anything names nothing: its owner knows what to call. */
function OpenById() {
  const [id, setId] = useState('')
  const [, go] = useLocation()
  const open = (event: SyntheticEvent) => {
    event.preventDefault()
    go(`/d/${encodeURIComponent(id.trim())}`)
  }
  return (
    <form className={styles.openById} onSubmit={open}>
      <FormField label="Id of the workflow" hint="Your key calls workflows; their list is for other keys.">
        {(input) => <TextInput {...input} required pattern="[A-Za-z0-9][A-Za-z0-9_\-]{0,63}" placeholder="hello" value={id} onChange={(event) => setId(event.target.value)} />}
      </FormField>
      <Button type="submit" look="primary">
        Open its form
      </Button>
    </form>
  )
}

/** What a caller's key leads to: the form of each workflow that it names. */
export function CallerPage({ ids }: { ids: readonly string[] }) {
  return (
    <div className={styles.page}>
      <PageHead title="Workflows" about={<span className={styles.saved}>that your key may call</span>} />
      {ids.length === 0 ? (
        <Empty title="What would you like to call?">
          <OpenById />
        </Empty>
      ) : (
        <ul className={styles.rows} aria-label="Workflows">
          {ids.map((id) => (
            <li key={id} className={styles.row}>
              <Link href={`/d/${id}`} className={styles.open}>
                {id}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
