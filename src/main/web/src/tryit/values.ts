import type { Field } from '../api/client'

/** A value as it is being entered: text, or chosen files. Empty: it is not sent. */
export type EnteredValue = string | readonly File[]

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** What was entered, as JSON text; or why it is none. */
export type JsonText = { json: string } | { fault: string }

/**
 * The entered text as the JSON value that a body carries. What is of another type than declared goes as text, so that the server says what it expected.
 * Numbers stay digit by digit as they were entered.
 */
export function jsonText(field: Field, text: string): JsonText {
  switch (field.type) {
    case 'integer':
    case 'number':
      return { json: JSON_NUMBER.test(text.trim()) ? text.trim() : JSON.stringify(text) }
    case 'boolean':
      return { json: text === 'true' || text === 'false' ? text : JSON.stringify(text) }
    case 'enum':
      return { json: JSON.stringify(field.options?.find((option) => String(option) === text) ?? text) }
    case 'object':
      return parses(text) ? { json: text.trim() } : { fault: 'is no JSON' }
    case 'array':
      return listText(text)
    case 'any':
      return { json: parses(text) ? text.trim() : JSON.stringify(text) }
    default:
      return { json: JSON.stringify(text) }
  }
}

/** A list as JSON, its elements with commas between them, or one text a line. */
function listText(text: string): JsonText {
  const trimmed = text.trim()
  if (trimmed.startsWith('[')) {
    return parses(trimmed) ? { json: trimmed } : { fault: 'is no JSON' }
  }
  if (parses(`[${trimmed}]`)) {
    return { json: `[${trimmed}]` }
  }
  return { json: JSON.stringify(trimmed.split(/\r?\n/).map((line) => line.trim()).filter(Boolean)) }
}

/** The texts that a query or a form carries under one name: a list of texts repeats its name, other lists and objects are JSON. */
export function plainTexts(field: Field, text: string): { texts: string[] } | { fault: string } {
  if (field.type !== 'array' && field.type !== 'object') {
    return { texts: [field.type === 'integer' || field.type === 'number' ? text.trim() : text] }
  }
  const written = jsonText(field, text)
  if ('fault' in written) {
    return written
  }
  const value: unknown = JSON.parse(written.json)
  const areTexts = Array.isArray(value) && value.length > 1 && value.every((element) => typeof element === 'string')
  return { texts: areTexts ? value : [written.json] }
}

/** A value of a past request, or a default, as text to go on with. */
export function enteredText(field: Field, value: unknown): string {
  if (value === null || value === undefined) {
    return ''
  }
  if (typeof value === 'string') {
    return field.type === 'array' || field.type === 'object' ? JSON.stringify(value) : value
  }
  return JSON.stringify(value)
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
