import type { Failure } from './runState'

/** Where in the author's code something was raised. */
export interface FailurePlace {
  task: string
  /** Counts from 1. */
  line: number
}

const FRAME = /^\s*File "([^"]*)", line (\d+)/gm

/**
 * The deepest line of the failed task's own code in the traceback, whose files are named `<workflow>/<task>.py`; null: the failure was not raised in there.
 */
export function failurePlace(failure: Failure, workflow: string): FailurePlace | null {
  const { task, traceback = '' } = failure
  if (task === null) {
    return null
  }
  const file = `${workflow}/${task}.py`
  const frame = [...traceback.matchAll(FRAME)].findLast((found) => found[1] === file)
  return frame ? { task, line: Number(frame[2]) } : null
}
