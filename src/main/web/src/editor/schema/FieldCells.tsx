import { useState } from 'react'

import type { Field } from '../../api/client'
import { Select, TextInput } from '../../ui'
import { defaultOf, optionsOf, optionsText, valueText, withRequired, withType } from './edits'
import { TypedText } from './TypedText'

export interface CellProps {
  field: Field
  types: readonly Field['type'][]
  onChange: (change: Partial<Field>) => void
  /** What an input of this column is told: its name for screen readers, and whether it is wrong. */
  about: (column: string, name: string) => { 'aria-label': string; 'aria-invalid': boolean; 'aria-describedby'?: string; 'data-column': string }
}

export function NameCell({ field, onChange, about }: CellProps) {
  return <TextInput {...about('name', 'Name')} value={field.name} spellCheck={false} onChange={(event) => onChange({ name: event.target.value })} onFocus={(event) => event.target.select()} />
}

export function TypeCell({ field, types, onChange, about }: CellProps) {
  return (
    <Select {...about('type', 'Type')} value={field.type} onChange={(event) => onChange(withType(field, event.target.value as Field['type']))}>
      {types.map((type) => (
        <option key={type}>{type}</option>
      ))}
    </Select>
  )
}

export function RequiredCell({ field, onChange, about }: CellProps) {
  return <input type="checkbox" {...about('required', 'Required')} checked={field.required ?? false} onChange={(event) => onChange(withRequired(field, event.target.checked))} />
}

/** What a value must be beyond its type. */
export function RuleCell({ field, onChange, about }: CellProps) {
  if (field.type === 'enum') {
    return <TypedText {...about('options', 'Options')} placeholder="red, blue" value={field.options ?? []} write={optionsText} read={optionsOf} onChange={(options) => onChange({ options })} />
  }
  if (field.type === 'string') {
    return <TextInput {...about('validation_regex', 'Pattern')} placeholder="[a-z]+" spellCheck={false} value={field.validation_regex ?? ''} onChange={(event) => onChange({ validation_regex: event.target.value || null })} />
  }
  return <TextInput {...about('validation_regex', 'No rule for this type')} disabled value="" readOnly />
}

export function DefaultCell({ field, onChange, about }: CellProps) {
  const told = about('default', 'Default')
  if (field.required || field.type === 'file') {
    return <TextInput {...told} aria-label={field.required ? 'No default: it is required' : 'No default: it is a file'} disabled value="" readOnly />
  }
  if (field.type === 'boolean' || field.type === 'enum') {
    const options = field.type === 'boolean' ? ['true', 'false'] : (field.options ?? []).map(String)
    const chosen = valueText(field.default)
    return (
      <Select {...told} value={chosen} onChange={(event) => onChange({ default: defaultOf(field, event.target.value) })}>
        <option value="">none</option>
        {[...new Set([...options, ...(chosen === '' ? [] : [chosen])])].map((option) => (
          <option key={option}>{option}</option>
        ))}
      </Select>
    )
  }
  return <TypedText<unknown> {...told} spellCheck={false} value={field.default ?? null} write={valueText} read={(text) => defaultOf(field, text)} onChange={(value) => onChange({ default: value })} />
}

export function TextCell({ field, member, name, onChange, about }: CellProps & { member: 'label' | 'desc'; name: string }) {
  const [isLong, setLong] = useState(false)
  const told = { ...about(member, name), value: field[member] ?? '', title: isLong ? (field[member] ?? '') : undefined }
  return <TextInput {...told} onChange={(event) => onChange({ [member]: event.target.value })} onPointerEnter={(event) => setLong(event.currentTarget.scrollWidth > event.currentTarget.clientWidth)} />
}
