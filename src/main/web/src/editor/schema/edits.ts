import type { Field, ResponseItem, WorkflowDefinition } from '../../api/client'

/** Where a list of fields stands: in the request, or as the columns of an item of the answer. */
export type Part = 'url_args' | 'body' | 'form' | { item: number }

/** Of what a value may be; files come only in forms, and a row of the answer has no default. */
export const TYPES: readonly Field['type'][] = ['string', 'number', 'integer', 'boolean', 'enum', 'date', 'datetime', 'object', 'array', 'any']

export function typesOf(part: Part): readonly Field['type'][] {
  return part === 'form' ? [...TYPES, 'file'] : TYPES
}

/** The JSON pointer of the list. */
export function pointerOf(part: Part): string {
  return typeof part === 'object' ? `/response/${part.item}/fields` : `/${part}`
}

export function fieldsOf(definition: WorkflowDefinition, part: Part): readonly Field[] {
  return (typeof part === 'object' ? definition.response?.[part.item]?.fields : definition[part]) ?? []
}

export function withFields(definition: WorkflowDefinition, part: Part, edit: (fields: readonly Field[]) => readonly Field[]): WorkflowDefinition {
  const fields = [...edit(fieldsOf(definition, part))]
  if (typeof part === 'object') {
    return withItems(definition, (items) => replaced(items, part.item, { fields }))
  }
  return { ...definition, [part]: fields }
}

export function withItems(definition: WorkflowDefinition, edit: (items: readonly ResponseItem[]) => readonly ResponseItem[]): WorkflowDefinition {
  return { ...definition, response: [...edit(definition.response ?? [])] }
}

/** With some members of one of them changed. */
export function replaced<T>(list: readonly T[], at: number, change: Partial<T>): T[] {
  return list.map((one, index) => (index === at ? { ...one, ...change } : one))
}

/** Without the one there. */
export function removed<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at)
}

/** With one of them at another place; the same list when that place is outside of it. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const one = list[from]
  if (one === undefined || to < 0 || to >= list.length || to === from) {
    return list
  }
  const others = removed(list, from)
  return [...others.slice(0, to), one, ...others.slice(to)]
}

export function inserted<T>(list: readonly T[], at: number, one: T): T[] {
  return [...list.slice(0, at), one, ...list.slice(at)]
}

/** A name that is not taken: `field`, `field_2` and so on. */
export function freeName(taken: readonly string[], stem: string): string {
  let name = stem
  for (let count = 2; taken.includes(name); count += 1) {
    name = `${stem}_${count}`
  }
  return name
}

export function newField(fields: readonly Field[]): Field {
  return { name: freeName(fields.map((field) => field.name), 'field'), type: 'string' }
}

export function newItem(items: readonly ResponseItem[]): ResponseItem {
  return { key: freeName(items.map((item) => item.key), 'rows'), fields: [] }
}

/** What goes with another type: rules and defaults that it cannot have are dropped. */
export function withType(field: Field, type: Field['type']): Partial<Field> {
  return {
    type,
    options: type === 'enum' ? (field.options ?? []) : null,
    validation_regex: type === 'string' ? (field.validation_regex ?? null) : null,
    default: type === field.type ? field.default : null,
  }
}

/** What is required has no default. */
export function withRequired(field: Field, required: boolean): Partial<Field> {
  return required ? { required, default: null } : { required, default: field.default }
}

/** A value as text to be edited. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) {
    return ''
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The text of a default as a value of its field; what cannot be read as one stays text, and the server says what is wrong with it. */
export function defaultOf(field: Field, text: string): unknown {
  if (text === '') {
    return null
  }
  switch (field.type) {
    case 'number':
    case 'integer':
    case 'boolean':
    case 'object':
    case 'array':
    case 'any':
      return parsed(text)
    case 'enum':
      return (field.options ?? []).find((option) => String(option) === text) ?? text
    default:
      return text
  }
}

/** The options of an enum: with commas between them, or as a JSON list. */
export function optionsText(options: Field['options']): string {
  const list = options ?? []
  const isPlain = list.every((option) => typeof option === 'string' && option === option.trim() && option !== '' && !/[,[]/.test(option))
  return isPlain ? list.join(', ') : JSON.stringify(list)
}

export function optionsOf(text: string): NonNullable<Field['options']> {
  const value = text.trim().startsWith('[') ? parsed(text) : null
  if (Array.isArray(value)) {
    return value as NonNullable<Field['options']>
  }
  return text.split(',').map((option) => option.trim()).filter(Boolean)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
