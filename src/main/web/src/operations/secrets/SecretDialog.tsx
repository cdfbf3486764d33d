import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'

import { answer, api } from '../../api/client'
import { Actions, Button, Dialog, FormField, ProblemBox, TextArea, TextInput, useToasts } from '../../ui'
import styles from '../operations.module.css'

const NAME = '[A-Za-z_][A-Za-z0-9_]{0,63}'
/** A shorter one would be taken out of everything that is printed. */
const SHORTEST = 8

/** Sets a secret, or replaces its value. What is typed is shown as dots; it may have several lines, as keys do, which an input for passwords would join. */
export function SecretDialog({ name: given, taken, onClose }: { name: string; taken: string[]; onClose: () => void }) {
  const [name, setName] = useState(given)
  const [value, setValue] = useState('')
  const isNew = given === ''
  const put = usePut(onClose)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    put.mutate({ name, value })
  }
  return (
    <Dialog title={isNew ? 'New secret' : `Replace “${given}”`} about="Kept encrypted, and never shown again." isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit} autoComplete="off">
        {isNew ? (
          <FormField label="Name" hint={taken.includes(name) ? 'There is one of this name: it is replaced.' : 'Letters, digits and _, not starting with a digit.'}>
            {(input) => <TextInput {...input} required pattern={NAME} autoComplete="off" spellCheck={false} value={name} onChange={(event) => setName(event.target.value)} />}
          </FormField>
        ) : null}
        <FormField label="Value" hint={`At least ${SHORTEST} characters. Tasks read it from their next start on.`}>
          {(input) => <TextArea {...input} className={styles.dots ?? ''} required minLength={SHORTEST} maxLength={65_536} autoComplete="off" autoCapitalize="off" spellCheck={false} value={value} onChange={(event) => setValue(event.target.value)} />}
        </FormField>
        {put.error ? <ProblemBox failure={put.error} /> : null}
        <Actions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={put.isPending || name === '' || value.length < SHORTEST}>
            {isNew ? 'Set the secret' : 'Replace the value'}
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}

function usePut(onSet: () => void) {
  const queries = useQueryClient()
  const { say } = useToasts()
  return useMutation({
    mutationFn: ({ name, value }: { name: string; value: string }) => answer(api.PUT('/api/app/be_workflows/secrets/{name}', { params: { path: { name } }, body: { value } })),
    gcTime: 0, // the value is not kept longer than the request takes
    onSuccess: () => {
      say('The secret is set.')
      onSet()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['secrets'] }),
  })
}
