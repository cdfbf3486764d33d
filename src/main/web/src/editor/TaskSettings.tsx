import { useState } from 'react'

import type { Task } from '../api/client'
import { FormField, TextArea, TextInput } from '../ui'
import { faultsAt, useFaults } from './check'
import type { Draft } from './draft'
import styles from './editor.module.css'
import { changeTask } from './recipes'

/** How a task is executed: its limits, and how often it is tried again. */
export function TaskSettings({ draft, task, mayEdit }: { draft: Draft; task: Task; mayEdit: boolean }) {
  const check = useFaults()
  const pointer = `/tasks/${draft.definition.tasks.indexOf(task)}`
  const faultOf = (member: string) => faultsAt(check, `${pointer}/${member}`)[0]?.message
  const change = (change: Partial<Task>, place: string) => draft.change(changeTask(task.name, change), `${task.name}/${place}`)
  const retries = retriesOf(task)
  return (
    <div className={styles.panelBody}>
      <FormField label="Description" error={faultOf('description')}>
        {(input) => <TextArea {...input} value={task.description ?? ''} readOnly={!mayEdit} onChange={(event) => change({ description: event.target.value }, 'description')} />}
      </FormField>
      <NumberField label="Time limit" hint="Seconds; empty: what the server allows." value={task.timeout ?? null} isReadOnly={!mayEdit} error={faultOf('timeout')} onChange={(timeout) => change({ timeout }, 'timeout')} />
      <FormField label="Memory" hint="Such as 512MiB; empty: what the workflow or the server allows." error={faultOf('memory')}>
        {(input) => <TextInput {...input} value={task.memory ?? ''} readOnly={!mayEdit} onChange={(event) => change({ memory: sizeOf(event.target.value) }, 'memory')} />}
      </FormField>
      <NumberField
        label="Tried again"
        hint="How often, when it raises, or goes beyond its limit of time or memory; at most 100."
        value={retries.max}
        isReadOnly={!mayEdit}
        error={faultOf('retries')}
        onChange={(max) => change({ retries: { ...retries, max: max ?? 0 } }, 'retries')}
      />
      {retries.max > 0 ? (
        <div className={styles.pair}>
          <NumberField label="First pause" hint="Seconds; doubled each time." value={retries.backoff} isReadOnly={!mayEdit} onChange={(backoff) => change({ retries: { ...retries, backoff: backoff ?? 1 } }, 'retries')} />
          <NumberField label="Longest pause" hint="Seconds." value={retries.max_backoff} isReadOnly={!mayEdit} onChange={(longest) => change({ retries: { ...retries, max_backoff: longest ?? 60 } }, 'retries')} />
        </div>
      ) : null}
    </div>
  )
}

/** As the server fills them in. */
function retriesOf({ retries }: Task): { max: number; backoff: number; max_backoff: number } {
  const given = typeof retries === 'number' ? { max: retries } : (retries ?? {})
  return { max: given.max ?? 0, backoff: given.backoff ?? 1, max_backoff: given.max_backoff ?? 60 }
}

/** What was typed, as the contract has it: a number of bytes or a text; the server says when it is neither. */
function sizeOf(text: string): string | number | null {
  const trimmed = text.trim()
  if (trimmed === '') {
    return null
  }
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed
}

interface NumberFieldProps {
  label: string
  hint: string
  value: number | null
  isReadOnly: boolean
  error?: string | undefined
  onChange: (value: number | null) => void
}

/** A number or nothing; while what is typed is no number, the value stays as it was. */
function NumberField({ label, hint, value, isReadOnly, error, onChange }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null)
  const isWrong = text !== null && text.trim() !== '' && !Number.isFinite(Number(text))
  return (
    <FormField label={label} hint={hint} error={isWrong ? 'This is no number' : error}>
      {(input) => (
        <TextInput
          {...input}
          inputMode="decimal"
          value={text ?? value ?? ''}
          readOnly={isReadOnly}
          onChange={(event) => {
            const typed = event.target.value
            setText(typed)
            if (typed.trim() === '') {
              onChange(null)
            } else if (Number.isFinite(Number(typed))) {
              onChange(Number(typed))
            }
          }}
          onBlur={() => setText(null)}
        />
      )}
    </FormField>
  )
}
