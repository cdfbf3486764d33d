import type { Failure } from './runState'

/** Where in the author's code something was raised. */
export interface FailurePlace {
  task: string
  /** Counts from 1. */
  line: number
}

const FRAME = /^\s*File "([^"]*)", line (\d+)/gm

/** The deepest line of the failed task's own code; null: the failure was not raised in there. Older records have only the traceback, whose files are named `<workflow>/<task>.py`. */
export function failurePlace(failure: Failure, workflow: string): FailurePlace | null {
  const { task, line, traceback = '' } = failure
  if (task === null) {
    return null
  }
  if (line !== undefined) {
    return { task, line }
  }
  const file = `${workflow}/${task}.py`
  const frame = [...traceback.matchAll(FRAME)].findLast((found) => found[1] === file)
  return frame ? { task, line: Number(frame[2]) } : null
}
