import type { components } from './contract.gen'

/** One fault of a request or definition: where it is, and what was expected there. */
export type ProblemError = components['schemas']['ProblemError']

/** RFC 9457, as every error of the server is. */
export type Problem = components['schemas']['Problem']

/** An answer that is not what was asked for. Status 0: there was no answer. */
export class ApiFailure extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ApiFailure'
    this.problem = problem
  }
}

/** The last part of a problem's type, which never changes: `workflow-exists`. */
export function problemName(problem: Problem): string {
  return problem.type.split(/[/:#]/).pop() ?? ''
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(failure: unknown): Problem {
  if (failure instanceof ApiFailure) {
    return failure.problem
  }
  return { type: 'about:blank', title: 'The page has a fault', status: 0, detail: failure instanceof Error ? failure.message : String(failure) }
}
