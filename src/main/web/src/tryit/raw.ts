import type { Field } from '../api/client'
import type { CallShape, CallValues, EnteredValue } from './call'
import { enteredText, jsonText } from './values'

/** The body as text instead of as fields, one member a line. What is not JSON yet is left out. */
export function asRaw(shape: CallShape, values: CallValues): CallValues {
  const members = (shape.body ?? []).flatMap((field) => {
    const text = values.body[field.name]
    const written = typeof text === 'string' && text !== '' ? jsonText(field, text) : null
    return written && 'json' in written ? [`  ${JSON.stringify(field.name)}: ${written.json}`] : []
  })
  return { ...values, rawBody: members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n}` }
}

/** The body's fields from its text; null when the text is no object, or has members that are no fields. */
export function asFields(shape: CallShape, values: CallValues): CallValues | null {
  const fields = shape.body ?? []
  try {
    const body: unknown = JSON.parse(values.rawBody?.trim() || '{}')
    if (typeof body !== 'object' || body === null || Array.isArray(body) || Object.keys(body).some((name) => fields.every((field) => field.name !== name))) {
      return null
    }
    return { ...values, rawBody: null, body: entries(fields, body as Record<string, unknown>) }
  } catch {
    return null
  }
}

/** What a past run was called with, to call again. Uploaded files are not kept, and have to be chosen anew. */
export function valuesOfRequest(shape: CallShape, request: { url_params: object; req_body: object; req_form: object; files: object }): CallValues {
  const members = (part: object) => part as Record<string, unknown>
  const form = entries(shape.form ?? [], members(request.req_form))
  return {
    url_args: entries(shape.url_args ?? [], members(request.url_params)),
    body: entries(shape.body ?? [], members(request.req_body)),
    form,
    rawBody: null,
    content: Object.keys(form).length > 0 || Object.keys(request.files).length > 0 ? 'form' : 'body',
  }
}

function entries(fields: Field[], part: Record<string, unknown>): Record<string, EnteredValue> {
  return Object.fromEntries(fields.flatMap((field) => (part[field.name] === undefined || part[field.name] === null ? [] : [[field.name, enteredText(field, part[field.name])]])))
}
