import type { KeyboardEvent, ReactNode } from 'react'

import type { Field } from '../api/client'
import { Button, FormField, Select, TextArea } from '../ui'
import { contentOf, PART_IN, type CallShape, type CallValues, type EnteredValue, type Fault, type PartName } from './call'
import { FieldInput } from './FieldInput'
import { asFields, asRaw } from './raw'
import styles from './tryit.module.css'

interface Props {
  shape: CallShape
  values: CallValues
  onChange: (values: CallValues) => void
  /** What is wrong with what was entered; shown beside the fields. */
  faults?: readonly Fault[]
  onSubmit: () => void
  /** Whether the parts of the request are told apart; those who only use a workflow need not know them. */
  hasParts?: boolean
  /** What stands beneath: the buttons. */
  children: ReactNode
}

const TITLES: Record<PartName, string> = { url_args: 'Arguments', body: 'JSON body', form: 'Form' }

/** The form of a workflow, generated from what it declares. Ctrl+Enter sends from anywhere in it. */
export function CallForm({ shape, values, onChange, faults = [], onSubmit, hasParts = true, children }: Props) {
  const content = contentOf(shape, values)
  const takesBoth = (shape.body ?? []).length > 0 && (shape.form ?? []).length > 0
  const parts: PartName[] = ['url_args', ...(content === 'none' ? [] : [content])]
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    onSubmit()
  }
  const submitByKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      submit(event)
    }
  }
  return (
    <form className={styles.form} onSubmit={submit} onKeyDown={submitByKey} noValidate>
      {takesBoth ? (
        <FormField label="What is sent">
          {(input) => (
            <Select {...input} value={values.content} onChange={(event) => onChange({ ...values, content: event.target.value as 'body' | 'form' })}>
              <option value="body">the JSON body</option>
              <option value="form">the form</option>
            </Select>
          )}
        </FormField>
      ) : null}
      {parts.map((part) => (
        <Part key={part} part={part} fields={shape[part] ?? []} values={values} onChange={onChange} faults={faults} isTitled={hasParts} />
      ))}
      {hasParts && content === 'body' ? <RawSwitch shape={shape} values={values} onChange={onChange} /> : null}
      {children}
    </form>
  )
}

/** Between the fields of the body and its whole text. */
function RawSwitch({ shape, values, onChange }: Pick<Props, 'shape' | 'values' | 'onChange'>) {
  if (values.rawBody === null) {
    return (
      <div>
        <Button look="plain" onClick={() => onChange(asRaw(shape, values))}>
          Write the body as JSON
        </Button>
      </div>
    )
  }
  const fields = asFields(shape, values)
  return (
    <div>
      <Button look="plain" disabled={fields === null} onClick={() => (fields ? onChange(fields) : undefined)}>
        Back to the fields
      </Button>
    </div>
  )
}

interface PartProps {
  part: PartName
  fields: Field[]
  values: CallValues
  onChange: (values: CallValues) => void
  faults: readonly Fault[]
  isTitled: boolean
}

function Part({ part, fields, values, onChange, faults, isTitled }: PartProps) {
  if (part === 'body' && values.rawBody !== null) {
    return <RawBody text={values.rawBody} faults={faults} onChange={(rawBody) => onChange({ ...values, rawBody })} />
  }
  if (fields.length === 0) {
    return null
  }
  const change = (name: string) => (value: EnteredValue) => onChange({ ...values, [part]: { ...values[part], [name]: value } })
  return (
    <fieldset className={styles.part}>
      <legend className={isTitled ? styles.legend : 'unseen'}>{TITLES[part]}</legend>
      {fields.map((field) => (
        <FormField key={field.name} label={<FieldLabel field={field} isNamed={isTitled} />} hint={hint(field)} error={faultText(faults, PART_IN[part], field.name)}>
          {(input) => <FieldInput field={field} value={values[part][field.name] ?? ''} input={input} onChange={change(field.name)} />}
        </FormField>
      ))}
    </fieldset>
  )
}

function RawBody({ text, faults, onChange }: { text: string; faults: readonly Fault[]; onChange: (text: string) => void }) {
  const wrong = faults.filter((fault) => fault.in === 'body').map((fault) => [fault.name, fault.message].filter(Boolean).join(' '))
  return (
    <FormField label={TITLES.body} error={wrong.join('; ')}>
      {(input) => <TextArea {...input} className={styles.raw} rows={10} spellCheck={false} value={text} onChange={(event) => onChange(event.target.value)} />}
    </FormField>
  )
}

function FieldLabel({ field, isNamed }: { field: Field; isNamed: boolean }) {
  const hasLabel = Boolean(field.label) && field.label !== field.name
  return (
    <>
      {hasLabel ? field.label : field.name}
      {hasLabel && isNamed ? <code className={styles.name}>{field.name}</code> : null}
      {field.required ? <span className={styles.required}>required</span> : null}
    </>
  )
}

const TYPES: Partial<Record<Field['type'], string>> = {
  integer: 'An integer',
  number: 'A number',
  object: 'A JSON object',
  array: 'A list: JSON, or one text a line',
  any: 'Any JSON, or text',
}

function hint(field: Field): string {
  return [field.desc, field.desc ? null : TYPES[field.type], field.validation_regex ? `Matches ${field.validation_regex}` : null].filter(Boolean).join(' · ')
}

function faultText(faults: readonly Fault[], place: string, name: string): string {
  return faults
    .filter((fault) => fault.in === place && fault.name === name)
    .map((fault) => (fault.expected && !fault.message.includes(fault.expected) ? `${fault.message} (expected: ${fault.expected})` : fault.message))
    .join('; ')
}

/** The faults that no field of the form can show. */
export function faultsElsewhere(shape: CallShape, values: CallValues, faults: readonly Fault[]): Fault[] {
  const content = contentOf(shape, values)
  const shown = new Set((['url_args', ...(content === 'none' ? [] : [content])] as PartName[]).flatMap((part) => (shape[part] ?? []).map((field) => `${PART_IN[part]} ${field.name}`)))
  return faults.filter((fault) => !(values.rawBody !== null && fault.in === 'body') && !shown.has(`${fault.in ?? ''} ${fault.name ?? ''}`))
}
