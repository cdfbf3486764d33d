import { useState, type SyntheticEvent } from 'react'

import type { Mode } from '../api/client'
import { ApiFailure, problemName } from '../api/problem'
import { Actions, Button, Dialog, FormField, ProblemBox, Tabs, TextInput } from '../ui'
import { Examples } from './Examples'
import type { ChosenFile } from './folders'
import { ImportFiles } from './ImportFiles'
import { useCreate } from './create'
import styles from './create.module.css'
import { idOf, newDefinition } from './template'

const MODES: Record<Mode, { label: string; about: string }> = {
  foreground: { label: 'Foreground', about: 'The caller waits, some milliseconds or seconds.' },
  background: { label: 'Background', about: 'The caller gets addresses to follow; the run survives any kill.' },
}

function ModeChoice({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) {
  return (
    <fieldset className={styles.modes}>
      <legend>Mode</legend>
      {(Object.keys(MODES) as Mode[]).map((one) => (
        <label key={one} className={styles.modeChoice}>
          <input type="radio" name="mode" checked={one === mode} onChange={() => onChange(one)} />
          <span>{MODES[one].label}</span>
          <span className={styles.hint}>{MODES[one].about}</span>
        </label>
      ))}
    </fieldset>
  )
}

function EmptyWorkflow({ onDone }: { onDone: (id: string) => void }) {
  const [label, setLabel] = useState('')
  const [typedId, setTypedId] = useState<string | null>(null)
  const [mode, setMode] = useState<Mode>('foreground')
  const create = useCreate(onDone)
  const id = typedId ?? idOf(label)
  const isTaken = create.error instanceof ApiFailure && problemName(create.error.problem) === 'workflow-exists'
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    create.mutate(newDefinition(id, label.trim() || id, mode))
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <FormField label="Name">
        {(input) => <TextInput {...input} autoFocus required maxLength={200} placeholder="Daily forecast" value={label} onChange={(event) => setLabel(event.target.value)} />}
      </FormField>
      <FormField label="Id" hint={`Part of its address: …/be_wf_graph/id/${id || '…'}/call`} error={isTaken ? 'There is a workflow of this id already.' : undefined}>
        {(input) => (
          <TextInput
            {...input}
            required
            pattern="[A-Za-z0-9][A-Za-z0-9_\-]{0,63}"
            title="1 to 64 letters, digits, '_' or '-', starting with a letter or digit"
            spellCheck={false}
            value={id}
            onChange={(event) => setTypedId(event.target.value)}
          />
        )}
      </FormField>
      <ModeChoice mode={mode} onChange={setMode} />
      {create.error && !isTaken ? <ProblemBox failure={create.error} /> : null}
      <Actions>
        <Button type="submit" look="primary" disabled={create.isPending}>
          {create.isPending ? 'Creating…' : 'Create'}
        </Button>
      </Actions>
    </form>
  )
}

export type Beginning = 'empty' | 'example' | 'file'

/** Makes workflows: from nothing, from an example, or from files. */
export default function NewWorkflow({ from, files, onClose, onDone }: { from: Beginning; files: Promise<readonly ChosenFile[]> | null; onClose: () => void; onDone: (ids: readonly string[]) => void }) {
  const tabs = [
    { id: 'empty', label: 'Empty', content: <EmptyWorkflow onDone={(id) => onDone([id])} /> },
    { id: 'example', label: 'From an example', content: <Examples onDone={(id) => onDone([id])} /> },
    { id: 'file', label: 'From a file', content: <ImportFiles files={files} onDone={(workflows) => onDone(workflows.map(({ id }) => id))} /> },
  ]
  const [tab, setTab] = useState<string>(from)
  return (
    <Dialog title="New workflow" isOpen onClose={onClose}>
      <Tabs label="How to begin" tabs={tabs} value={tab} onChange={setTab} />
    </Dialog>
  )
}
