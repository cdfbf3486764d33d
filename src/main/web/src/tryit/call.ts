import { PREFIX, type Field, type Workflow } from '../api/client'
import type { ProblemError } from '../api/problem'
import { jsonText, plainTexts, type EnteredValue } from './values'

export { send, type CallOutcome, type SentEvent, type Timing } from './send'
export type { EnteredValue } from './values'

/** What of a workflow decides how it is called. */
export type CallShape = Pick<Workflow, 'id' | 'mode' | 'methods' | 'url_args' | 'body' | 'form'>
export type Method = Workflow['methods'][number]
export type CallMode = 'foreground' | 'background' | 'streamed'
export type PartName = 'url_args' | 'body' | 'form'

/** All that was entered for one call. */
export interface CallValues {
  url_args: Readonly<Record<string, EnteredValue>>
  body: Readonly<Record<string, EnteredValue>>
  form: Readonly<Record<string, EnteredValue>>
  /** The whole JSON body as text, instead of its fields. */
  rawBody: string | null
  /** What is sent by a workflow that takes both. */
  content: 'body' | 'form'
}

/** How a call wants to be served. */
export interface CallOptions {
  mode: CallMode
  /** Without it the first one that can carry what is sent. */
  method?: Method | undefined
  /** Without it the published one. */
  version?: number | undefined
  /** Seconds after which a call in the foreground goes on in the background. */
  patience?: number | undefined
  priority?: number | undefined
  /** RFC 3339. */
  runAt?: string | undefined
  idempotencyKey?: string | undefined
  onBehalfOf?: string | undefined
}

/** What makes a field wrong, in the words of the server's problems. */
export interface Fault {
  in?: NonNullable<ProblemError['in']> | 'method'
  name?: string
  message: string
  expected?: string
}

/** Faults as a problem has them. */
export function errorsOf(faults: readonly Fault[]): ProblemError[] {
  return faults.map(({ name, message, expected = '' }) => ({ pointer: '', message, expected, ...(name === undefined ? {} : { name }) }))
}

export type CallBody =
  | { kind: 'none' }
  | { kind: 'json'; text: string }
  | { kind: 'urlencoded'; fields: [string, string][] }
  | { kind: 'multipart'; fields: [string, string][]; files: [string, File][] }

/** A request, ready to be sent or written down. */
export interface Call {
  method: Method
  /** Without query. */
  path: string
  query: [string, string][]
  headers: [string, string][]
  body: CallBody
}

export const NO_VALUES: CallValues = { url_args: {}, body: {}, form: {}, rawBody: null, content: 'body' }

/** The parts of a request, as the server's problems name them. */
export const PART_IN = { url_args: 'query', body: 'body', form: 'form' } as const

/**
 * The request that the entered values make.
 *
 * @returns the call, and what of the values cannot be written; with faults it should not be sent
 */
export function buildCall(shape: CallShape, values: CallValues, options: CallOptions): { call: Call; faults: Fault[] } {
  const faults: Fault[] = []
  const query = texts('url_args', shape.url_args ?? [], values.url_args, faults)
  const body = bodyOf(shape, values, faults)
  const version = options.version === undefined ? '' : `/versions/${options.version}`
  const call: Call = {
    method: options.method ?? methodFor(shape, body),
    path: `${PREFIX}/be_wf_graph/id/${encodeURIComponent(shape.id)}${version}/call`,
    query,
    headers: headersOf(shape, options),
    body,
  }
  if (call.method === 'GET' && body.kind !== 'none') {
    faults.push({ in: 'method', name: 'method', message: 'a browser sends no body with GET' })
  }
  return { call, faults }
}

/** Whether the call carries the workflow's JSON body or its form. */
export function contentOf(shape: CallShape, values: CallValues): 'body' | 'form' | 'none' {
  const hasBody = (shape.body ?? []).length > 0
  const hasForm = (shape.form ?? []).length > 0
  if (hasBody && hasForm) {
    return values.content
  }
  if (hasForm) {
    return 'form'
  }
  return hasBody || values.rawBody !== null ? 'body' : 'none'
}

function bodyOf(shape: CallShape, values: CallValues, faults: Fault[]): CallBody {
  switch (contentOf(shape, values)) {
    case 'none':
      return { kind: 'none' }
    case 'body':
      return jsonBody(shape.body ?? [], values, faults)
    case 'form':
      return formBody(shape.form ?? [], values.form, faults)
  }
}

function jsonBody(fields: Field[], values: CallValues, faults: Fault[]): CallBody {
  if (values.rawBody !== null) {
    return rawBody(values.rawBody, faults)
  }
  const members: string[] = []
  for (const [field, text] of entered(fields, values.body)) {
    const written = jsonText(field, text)
    if ('fault' in written) {
      faults.push({ in: 'body', name: field.name, message: written.fault })
    } else {
      members.push(`${JSON.stringify(field.name)}: ${written.json}`)
    }
  }
  return members.length === 0 ? { kind: 'none' } : { kind: 'json', text: `{${members.join(', ')}}` }
}

function rawBody(text: string, faults: Fault[]): CallBody {
  if (text.trim() === '') {
    return { kind: 'none' }
  }
  try {
    JSON.parse(text)
  } catch (failure) {
    faults.push({ in: 'body', name: '', message: `is no JSON: ${failure instanceof Error ? failure.message : ''}` })
  }
  return { kind: 'json', text }
}

function formBody(fields: Field[], values: CallValues['form'], faults: Fault[]): CallBody {
  const sent = texts('form', fields, values, faults)
  const files = fields.flatMap((field) => {
    const chosen = values[field.name]
    return field.type === 'file' && typeof chosen === 'object' ? chosen.map((file): [string, File] => [field.name, file]) : []
  })
  if (files.length > 0) {
    return { kind: 'multipart', fields: sent, files }
  }
  return sent.length === 0 ? { kind: 'none' } : { kind: 'urlencoded', fields: sent }
}

function texts(part: 'url_args' | 'form', fields: Field[], values: CallValues['form'], faults: Fault[]): [string, string][] {
  return entered(fields, values).flatMap(([field, text]) => {
    const plain = plainTexts(field, text)
    if ('fault' in plain) {
      faults.push({ in: PART_IN[part], name: field.name, message: plain.fault })
      return []
    }
    return plain.texts.map((one): [string, string] => [field.name, one])
  })
}

function entered(fields: Field[], values: CallValues['form']): [Field, string][] {
  return fields.flatMap((field): [Field, string][] => {
    const value = values[field.name]
    return typeof value === 'string' && value !== '' && field.type !== 'file' ? [[field, value]] : []
  })
}

const PREFERRED: Method[] = ['GET', 'POST', 'PUT', 'DELETE']

/** Of the methods that the workflow takes, the first one that can carry the body. */
export function methodFor(shape: CallShape, body: CallBody): Method {
  const allowed = PREFERRED.filter((method) => shape.methods.includes(method))
  const able = body.kind === 'none' ? allowed : allowed.filter((method) => method !== 'GET')
  return able[0] ?? allowed[0] ?? 'GET'
}

function headersOf(shape: CallShape, options: CallOptions): [string, string][] {
  const headers: [string, string][] = []
  const prefer = preference(shape, options)
  if (options.mode === 'streamed') {
    headers.push(['Accept', 'text/event-stream'])
  }
  if (prefer) {
    headers.push(['Prefer', prefer])
  }
  if (options.idempotencyKey) {
    headers.push(['Idempotency-Key', options.idempotencyKey])
  }
  if (options.priority !== undefined) {
    headers.push(['X-Run-Priority', String(options.priority)])
  }
  if (options.runAt) {
    headers.push(['X-Run-At', options.runAt])
  }
  if (options.onBehalfOf) {
    headers.push(['On-Behalf-Of', options.onBehalfOf])
  }
  return headers
}

/** Only what differs from what the workflow says of itself. */
function preference(shape: CallShape, { mode, patience }: CallOptions): string | null {
  if (mode === 'foreground') {
    if (patience !== undefined) {
      return `wait=${patience}`
    }
    return shape.mode === 'background' ? 'wait' : null
  }
  return mode === 'background' && shape.mode !== 'background' ? 'respond-async' : null
}

/** The address with its query. */
export function addressOf(call: Call): string {
  const query = call.query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  return query === '' ? call.path : `${call.path}?${query}`
}
