import type { Field, Run } from '../api/client'
import { contentOf, NO_VALUES, type CallShape, type CallValues } from '../tryit/call'
import { enteredText } from '../tryit/values'

/** What a run was called with, to call it again: all but its files, which the browser does not have. */
export function valuesOf(shape: CallShape, request: Run['request']): CallValues {
  const values: CallValues = {
    ...NO_VALUES,
    url_args: texts(shape.url_args ?? [], request.url_params),
    body: texts(shape.body ?? [], request.req_body),
    form: texts(shape.form ?? [], request.req_form),
    content: Object.keys(request.req_form).length + Object.keys(request.files).length > 0 ? 'form' : 'body',
  }
  return contentOf(shape, values) === 'none' ? { ...NO_VALUES, url_args: values.url_args } : values
}

function texts(fields: readonly Field[], sent: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(fields.filter((field) => field.type !== 'file').map((field) => [field.name, enteredText(field, sent[field.name])]))
}
