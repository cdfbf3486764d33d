import type { FixedRequest } from '../api/client'
import type { Problem } from '../api/problem'
import { buildCall, type CallShape, type CallValues, type Fault } from './call'

/**
 * What is entered as a request that is written down instead of sent: without files, as there is no form that could hold them.
 *
 * @param what sends no files, in words
 */
export function fixedRequest(shape: CallShape, values: CallValues, what: string): { request: FixedRequest; faults: Fault[] } {
  const { call, faults } = buildCall(shape, values, { mode: 'background', method: 'POST' })
  const { body } = call
  const request: FixedRequest = {
    url_params: grouped(call.query),
    body: body.kind === 'json' && faults.length === 0 ? (JSON.parse(body.text) as unknown) : null,
    form: body.kind === 'urlencoded' || body.kind === 'multipart' ? grouped(body.fields) : {},
  }
  const files = body.kind === 'multipart' ? body.files.map(([name]): Fault => ({ in: 'form', name, message: `${what} sends no files` })) : []
  return { request, faults: [...faults, ...files] }
}

function grouped(pairs: readonly [string, string][]): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {}
  for (const [name, text] of pairs) {
    const before = values[name]
    values[name] = before === undefined ? text : [before, text].flat()
  }
  return values
}

const PARTS: Record<string, 'query' | 'body' | 'form'> = { url_params: 'query', body: 'body', form: 'form' }

/** What the server finds wrong, at the fields of the request; where it is none of them (`in` is then absent), by its name. */
export function faultsOf(problem: Problem): Fault[] {
  return (problem.errors ?? []).map(({ pointer, name = '', message, expected }) => {
    const [, part = '', field] = /^\/request\/(url_params|body|form)(?:\/([^/]*))?/.exec(pointer) ?? []
    const place = PARTS[part]
    return { ...(place ? { in: place } : {}), name: field ?? name, message, expected }
  })
}
