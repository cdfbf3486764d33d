import { useState } from 'react'

import { asProblem, problemName } from '../api/problem'
import { Actions, Button, Dialog, FormField, ProblemBox, TextInput } from '../ui'
import { Changes } from './Changes'
import type { Draft } from './draft'
import { useSave } from './save'

const WORKFLOW_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/
const NOTHING = { tasks: [] }

/** An id that looks like the label. */
function idFrom(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 64)
}

/** Whether its packages have to be found first, which the server does before it saves. */
function needsOthers({ base, definition }: Draft): boolean {
  return (definition.requirements ?? []).length > 0 && JSON.stringify([base.requirements, base.python]) !== JSON.stringify([definition.requirements, definition.python])
}

/** Shows what would be saved, asks why, and saves it. */
export function PublishDialog({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const isNew = draft.baseVersion === null
  const [message, setMessage] = useState('')
  const [id, setId] = useState(draft.definition.id ?? idFrom(draft.definition.label ?? ''))
  const save = useSave(draft, onClose)
  const isIdRight = !isNew || WORKFLOW_ID.test(id)
  const send = (isDraft: boolean) => save.mutate({ definition: isNew ? { ...draft.definition, id } : draft.definition, message: message.trim(), isDraft })
  const isConflict = save.error !== null && problemName(asProblem(save.error)) === 'version-conflict'
  return (
    <Dialog title={isNew ? 'Save the new workflow' : `Publish ${draft.id}`} isOpen isWide onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isIdRight) {
            send(false)
          }
        }}
        style={{ display: 'grid', gap: '0.9rem', minWidth: 0 }}
      >
        {isNew ? (
          <FormField label="Id" hint="Stands in its address; 1 to 64 letters, digits, _ or -, and cannot be changed." error={isIdRight || id === '' ? null : 'Letters, digits, _ or -, beginning with a letter or digit'}>
            {(input) => <TextInput {...input} value={id} autoFocus onChange={(event) => setId(event.target.value)} />}
          </FormField>
        ) : null}
        <FormField label="Message" hint="Why; it stands in the list of versions.">
          {(input) => <TextInput {...input} value={message} maxLength={500} autoFocus={!isNew} onChange={(event) => setMessage(event.target.value)} />}
        </FormField>
        {save.error ? <ProblemBox failure={save.error} /> : null}
        {save.isPending && needsOthers(draft) ? <p role="status">Looking for the packages that the requirements name, which can take a minute.</p> : null}
        {isConflict ? <p>Close this, and choose above the graph whose changes stay.</p> : null}
        <Actions>
          <Button onClick={onClose}>Cancel</Button>
          <Button onClick={() => send(true)} disabled={!isIdRight || save.isPending}>
            Save as a draft
          </Button>
          <Button look="primary" type="submit" disabled={!isIdRight || save.isPending}>
            {save.isPending ? 'Publishing…' : 'Publish'}
          </Button>
        </Actions>
        {isNew ? null : <Changes before={draft.baseVersion === null ? NOTHING : draft.base} after={draft.definition} />}
      </form>
    </Dialog>
  )
}
