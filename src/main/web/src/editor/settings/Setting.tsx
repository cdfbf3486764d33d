import type { ReactNode } from 'react'

import type { WorkflowDefinition } from '../../api/client'
import { FormField } from '../../ui'
import { useFaults } from '../check'
import type { Draft } from '../draft'
import { TypedText } from '../schema/TypedText'
import styles from './settings.module.css'

/** A part of the settings under its own heading. */
export function Section({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <div>
        <h2>{title}</h2>
        {about ? <p className={styles.quiet}>{about}</p> : null}
      </div>
      <div className={styles.content}>{children}</div>
    </section>
  )
}

/** What the server finds wrong exactly there. */
export function useFaultText(pointer: string): string {
  const { faults } = useFaults()
  return faults
    .filter((fault) => fault.pointer === pointer)
    .map((fault) => (fault.expected && !fault.message.includes(fault.expected) ? `${fault.message} (expected: ${fault.expected})` : fault.message))
    .join('; ')
}

type Member = keyof WorkflowDefinition

/** Changes one member of the definition; typing in it is one step of undo. */
export function setMember(draft: Draft, member: Member, value: unknown): void {
  draft.change((definition) => ({ ...definition, [member]: value }), `/${member}`)
}

interface TypedSettingProps<T> {
  draft: Draft
  pointer: string
  label: string
  hint?: ReactNode
  placeholder?: string
  value: T
  write: (value: T) => string
  read: (text: string) => T
  onChange: (value: T) => void
  inputMode?: 'decimal' | 'numeric'
}

/** A setting that is entered as text, with what is wrong with it beneath. */
export function TypedSetting<T>({ pointer, label, hint, placeholder, value, write, read, onChange, inputMode }: TypedSettingProps<T>) {
  const error = useFaultText(pointer)
  return (
    <FormField label={label} hint={hint} error={error}>
      {(input) => <TypedText {...input} {...(inputMode ? { inputMode } : {})} placeholder={placeholder} spellCheck={false} autoComplete="off" value={value} write={write} read={read} onChange={onChange} />}
    </FormField>
  )
}
