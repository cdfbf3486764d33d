import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import { ApiFailure, asProblem, type Problem } from '../api/problem'
import { buildCall, send, type Call, type CallShape, type CallValues, type Fault } from '../tryit/call'

export interface Start {
  start: (values: CallValues) => void
  isStarting: boolean
  /** What is wrong with what was entered. */
  faults: readonly Fault[]
  /** Why nothing was started. */
  problem: Problem | null
  clear: () => void
}

/** A name for the request, so that sending it again after a broken connection cannot start it twice. */
function requestName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Starts runs in the background, which go on whatever becomes of the page. */
export function useStart(shape: CallShape, onStarted: (runId: string) => void): Start {
  const name = useRef<string | null>(null)
  const [unwritable, setUnwritable] = useState<readonly Fault[]>([])
  const call = useMutation({
    mutationFn: async (request: Call) => {
      name.current ??= requestName()
      const outcome = await send({ ...request, headers: [...request.headers, ['Idempotency-Key', name.current]] })
      name.current = null
      if (outcome.content.kind === 'problem') {
        throw new ApiFailure(outcome.content.problem)
      }
      const runId = outcome.content.kind === 'accepted' ? outcome.content.run.run_id : outcome.runId
      if (runId === null) {
        throw new ApiFailure({ type: 'about:blank', title: 'The server started no run', status: outcome.status, detail: '' })
      }
      return runId
    },
    onSuccess: onStarted,
  })
  const clear = () => {
    name.current = null
    setUnwritable([])
    call.reset()
  }
  const problem = call.error ? asProblem(call.error) : null
  return {
    start: (values) => {
      const { call: request, faults } = buildCall(shape, values, { mode: 'background' })
      setUnwritable(faults)
      if (faults.length === 0) {
        call.mutate({ ...request, headers: [['Prefer', 'respond-async']] })
      }
    },
    isStarting: call.isPending,
    faults: unwritable.length > 0 ? unwritable : (problem?.errors ?? []),
    problem,
    clear,
  }
}
