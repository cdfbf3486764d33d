import { problemOf, type AcceptedRun, type Answer } from '../api/client'
import { ApiFailure, type Problem } from '../api/problem'
import { addressOf, type Call } from './call'
import { readEvents, type SentEvent } from './sse'

export type { SentEvent } from './sse'

export interface Timing {
  name: string
  /** Milliseconds. */
  duration: number
}

/** What came of a call. */
export interface CallOutcome {
  status: number
  statusText: string
  headers: [string, string][]
  timings: Timing[]
  /** From sending until the last byte was there. */
  seconds: number
  bytes: number
  runId: string | null
  content:
    | { kind: 'answer'; answer: Answer }
    | { kind: 'accepted'; run: AcceptedRun }
    | { kind: 'problem'; problem: Problem }
    | { kind: 'text'; text: string }
    | { kind: 'file'; blob: Blob; name: string }
    /** The stream ended before the run did. */
    | { kind: 'cut' }
}

/**
 * Sends a call.
 *
 * @param onEvent told of each event of a streamed call
 * @throws ApiFailure when the server cannot be reached
 */
export async function send(call: Call, { signal, onEvent }: { signal?: AbortSignal; onEvent?: (event: SentEvent) => void } = {}): Promise<CallOutcome> {
  const begun = performance.now()
  const response = await reached(call, signal)
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const { content, bytes } = isStream ? await streamed(response, onEvent) : await whole(response)
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers.entries()],
    timings: readTimings(response.headers.get('server-timing')),
    seconds: (performance.now() - begun) / 1000,
    bytes,
    runId: response.headers.get('x-run-id'),
    content,
  }
}

async function reached(call: Call, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(addressOf(call), { method: call.method, headers: headersOf(call), body: bodyOf(call), ...(signal ? { signal } : {}) })
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure
    }
    throw new ApiFailure({ type: 'unreachable', title: 'The server cannot be reached', status: 0, detail: 'Whether the call arrived is not known.' })
  }
}

/** A form of files gets its content type, with the boundary, from the browser. */
function headersOf(call: Call): Headers {
  const headers = new Headers(call.headers)
  if (call.body.kind === 'json') {
    headers.set('Content-Type', 'application/json')
  }
  return headers
}

function bodyOf({ body }: Call): BodyInit | null {
  switch (body.kind) {
    case 'none':
      return null
    case 'json':
      return body.text
    case 'urlencoded':
      return new URLSearchParams(body.fields)
    case 'multipart': {
      const form = new FormData()
      body.fields.forEach(([name, value]) => form.append(name, value))
      body.files.forEach(([name, file]) => form.append(name, file, file.name))
      return form
    }
  }
}

type Read = Pick<CallOutcome, 'content' | 'bytes'>

async function whole(response: Response): Promise<Read> {
  const blob = await response.blob()
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
  if (!response.ok) {
    return { content: { kind: 'problem', problem: problemOf(parsed(await blob.text()), response) }, bytes: blob.size }
  }
  if (type === 'application/json') {
    return { content: jsonContent(response.status, await blob.text()), bytes: blob.size }
  }
  if (type.startsWith('text/')) {
    return { content: { kind: 'text', text: await blob.text() }, bytes: blob.size }
  }
  return { content: { kind: 'file', blob, name: fileName(response.headers.get('content-disposition')) }, bytes: blob.size }
}

function jsonContent(status: number, text: string): CallOutcome['content'] {
  const value = parsed(text)
  if (status === 202 && isObject(value)) {
    return { kind: 'accepted', run: value as AcceptedRun }
  }
  if (isObject(value) && isObject(value['data'])) {
    return { kind: 'answer', answer: value as Answer }
  }
  return { kind: 'text', text }
}

async function streamed(response: Response, onEvent?: (event: SentEvent) => void): Promise<Read> {
  let content: CallOutcome['content'] = { kind: 'cut' }
  const bytes = await readEvents(response, (event) => {
    if (event.kind === 'response') {
      content = { kind: 'answer', answer: event.data as Answer }
    } else if (event.kind === 'problem') {
      content = { kind: 'problem', problem: event.data as Problem }
    } else {
      onEvent?.(event)
    }
  })
  return { content, bytes }
}

/** `validation;dur=0.061, queue;dur=0.004`, in that order. */
export function readTimings(header: string | null): Timing[] {
  return (header ?? '').split(',').flatMap((entry) => {
    const [name, ...parameters] = entry.split(';').map((part) => part.trim())
    const duration = parameters.find((parameter) => parameter.startsWith('dur='))?.slice('dur='.length)
    return name && duration !== undefined && Number.isFinite(Number(duration)) ? [{ name, duration: Number(duration) }] : []
  })
}

function fileName(disposition: string | null): string {
  const match = /filename\*=UTF-8''([^;]+)|filename="([^"]*)"/i.exec(disposition ?? '')
  return match?.[1] ? decodeURIComponent(match[1]) : (match?.[2] ?? 'answer')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
