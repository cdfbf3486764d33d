import createClient from 'openapi-fetch'

import type { components, paths } from './contract.gen'
import { ApiFailure, type Problem } from './problem'

/** The schemas of the server's contract, which `npm run generate` makes types of. */
export type Schemas = components['schemas']

export type WorkflowDefinition = Schemas['WorkflowDefinition']
export type Workflow = Schemas['Workflow']
export type WorkflowSummary = Schemas['WorkflowPage']['items'][number]
export type VersionSummary = Schemas['VersionPage']['items'][number]
export type Mode = Schemas['Mode']
export type Task = Schemas['Task']
export type Edge = Schemas['Edge']
export type Field = Schemas['Field']
export type ResponseItem = Schemas['ResponseItem']
export type FolderDocument = Schemas['FolderDocument']
export type FixedRequest = Schemas['FixedRequest']
export type Answer = Schemas['Answer']
/** A row of an answer, or its metadata. */
export type Row = Answer['meta'][string]
export type AcceptedRun = Schemas['AcceptedRun']
export type Run = Schemas['Run']
export type RunSummary = Schemas['RunSummary']
export type RunTask = Schemas['RunTask']
export type RunStatus = Schemas['RunStatus']
export type TriedTask = Schemas['TriedTask']
export type Worker = Schemas['Worker']
export type WorkerDeath = Schemas['WorkerDeath']
export type Environment = Schemas['Environment']
export type Schedule = Schemas['Schedule']
export type NewSchedule = Schemas['NewSchedule']
export type Secret = Schemas['Secret']
export type Role = Schemas['Role']
export type Key = Schemas['Key']
export type NewKey = Schemas['NewKey']
export type MadeKey = Schemas['MadeKey']

export const PREFIX = '/api/app/be_workflows'

/** The public API, typed. The session's cookie goes along by itself: page and API have one origin. */
export const api = createClient<paths>({ baseUrl: typeof location === 'undefined' ? '' : location.origin, fetch: (request) => fetch(request) })

interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

/**
 * What the server answered.
 *
 * @throws ApiFailure when it answered with a problem, or not at all
 */
export async function answer<T>(asked: Promise<Answered<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await reached(asked)
  if (error !== undefined || !response.ok) {
    throw new ApiFailure(problemOf(error, response))
  }
  return data as NonNullable<T>
}

/** For answers without content. */
export async function done(asked: Promise<Answered<unknown>>): Promise<void> {
  const { error, response } = await reached(asked)
  if (error !== undefined || !response.ok) {
    throw new ApiFailure(problemOf(error, response))
  }
}

async function reached<T>(asked: Promise<Answered<T>>): Promise<Answered<T>> {
  try {
    return await asked
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure
    }
    throw new ApiFailure({ type: 'unreachable', title: 'The server cannot be reached', status: 0, detail: 'It may be restarting; the page tries again.' })
  }
}

export function problemOf(error: unknown, response: Response): Problem {
  if (typeof error === 'object' && error !== null && 'title' in error) {
    return error as Problem
  }
  return { type: 'about:blank', title: response.statusText || 'The server answered with an error', status: response.status, detail: '' }
}
