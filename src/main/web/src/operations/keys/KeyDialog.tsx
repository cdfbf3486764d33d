import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'

import { answer, api, type MadeKey } from '../../api/client'
import { workflowNamesQuery } from '../../api/workflowNames'
import { Actions, Button, CopyButton, Dialog, FormField, ProblemBox, Select, TextInput, uiStyles } from '../../ui'
import styles from '../operations.module.css'
import { EMPTY_KEY, keyRequest, ROLES, type KeyForm } from './keyRequest'

/** The first key closes the server to whoever has none: this page goes in with it at once, or it could not even show it. */
async function makeKey(form: KeyForm, isFirst: boolean): Promise<MadeKey> {
  const made = await answer(api.POST('/api/app/be_workflows/keys', { body: keyRequest(form) }))
  if (isFirst) {
    await answer(api.POST('/api/app/be_workflows/session', { headers: { Authorization: `Bearer ${made.key}` } })).catch(() => undefined)
  }
  return made
}

/** Makes a key, and shows it the one time that it can be shown. */
export function KeyDialog({ isFirst, onClose }: { isFirst: boolean; onClose: () => void }) {
  const [made, setMade] = useState<MadeKey | null>(null)
  return made ? <ShownOnce made={made} onClose={onClose} /> : <NewKeyDialog isFirst={isFirst} onMade={setMade} onClose={onClose} />
}

function NewKeyDialog({ isFirst, onMade, onClose }: { isFirst: boolean; onMade: (made: MadeKey) => void; onClose: () => void }) {
  const [form, setForm] = useState<KeyForm>(isFirst ? { ...EMPTY_KEY, role: 'admin' } : EMPTY_KEY)
  const change = (part: Partial<KeyForm>) => setForm({ ...form, ...part })
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: () => makeKey(form, isFirst),
    onSuccess: (made) => {
      onMade(made)
      void queries.invalidateQueries({ queryKey: ['keys'] })
      void queries.invalidateQueries({ queryKey: ['whoami'] })
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog title="New key" isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <FormField label="Name" hint="For people: who or what uses it.">
          {(input) => <TextInput {...input} required maxLength={100} autoComplete="off" value={form.name} onChange={(event) => change({ name: event.target.value })} />}
        </FormField>
        <FormField label="Role" hint={`It ${ROLES.find(({ role }) => role === form.role)?.about ?? ''}.`}>
          {(input) => (
            <Select {...input} value={form.role} onChange={(event) => change({ role: event.target.value as KeyForm['role'] })}>
              {ROLES.map(({ role }) => (
                <option key={role}>{role}</option>
              ))}
            </Select>
          )}
        </FormField>
        {form.role === 'caller' ? <WorkflowChoice chosen={form.workflows} onChange={(workflows) => change({ workflows })} /> : null}
        <Limits form={form} change={change} />
        {create.error ? <ProblemBox failure={create.error} /> : null}
        <Actions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={create.isPending || form.name.trim() === ''}>
            Make the key
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}

function Limits({ form, change }: { form: KeyForm; change: (part: Partial<KeyForm>) => void }) {
  return (
    <>
      <div className={styles.pair}>
        <FormField label="Expires" hint="Empty: never.">
          {(input) => <TextInput {...input} type="datetime-local" value={form.expiresAt} onChange={(event) => change({ expiresAt: event.target.value })} />}
        </FormField>
        <FormField label="Requests a minute" hint="Empty: the server’s default.">
          {(input) => <TextInput {...input} type="number" min={1} max={1_000_000} step={1} value={form.ratePerMinute} onChange={(event) => change({ ratePerMinute: event.target.value })} />}
        </FormField>
      </div>
      <FormField label="User" hint="Whom it speaks for; empty: its name.">
        {(input) => <TextInput {...input} maxLength={200} autoComplete="off" value={form.user} onChange={(event) => change({ user: event.target.value })} />}
      </FormField>
      <label className={styles.check}>
        <input type="checkbox" checked={form.mayActForOthers} onChange={(event) => change({ mayActForOthers: event.target.checked })} />
        <span>
          May act for other users (<code>On-Behalf-Of</code>)
        </span>
      </label>
    </>
  )
}

function WorkflowChoice({ chosen, onChange }: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  const query = useQuery(workflowNamesQuery)
  const workflows = query.data ?? []
  const toggle = (id: string, isChosen: boolean) => onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))
  return (
    <fieldset className={styles.choice}>
      <legend className={uiStyles.label}>Workflows</legend>
      <div className={styles.choices}>
        {workflows.map((workflow) => (
          <label key={workflow.id} className={styles.check}>
            <input type="checkbox" checked={chosen.includes(workflow.id)} onChange={(event) => toggle(workflow.id, event.target.checked)} />
            {workflow.id}
          </label>
        ))}
      </div>
      <div className={uiStyles.hint}>{chosen.length === 0 ? 'None chosen: it may call all of them.' : `It may call only ${chosen.join(', ')}.`}</div>
    </fieldset>
  )
}

function ShownOnce({ made, onClose }: { made: MadeKey; onClose: () => void }) {
  const [isKept, setKept] = useState(false)
  return (
    <Dialog title={`The key “${made.name}”`} about="This is the only time that the key can be seen: the server keeps no more than its SHA-256. Copy it now to where it is needed." isOpen onClose={() => (isKept ? onClose() : undefined)}>
      <code className={styles.secretKey} data-testid="key">
        {made.key}
      </code>
      <label className={styles.check}>
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.target.checked)} /> I have put the key where I need it
      </label>
      <Actions>
        <CopyButton text={made.key} label="Copy the key" />
        <Button look="primary" disabled={!isKept} onClick={onClose}>
          Done
        </Button>
      </Actions>
    </Dialog>
  )
}
