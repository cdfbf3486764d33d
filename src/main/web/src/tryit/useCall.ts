import { useCallback, useEffect, useRef, useState } from 'react'

import { asProblem, type Problem } from '../api/problem'
import { send, type Call, type CallOutcome, type SentEvent } from './call'

export interface CallState {
  isBusy: boolean
  outcome: CallOutcome | null
  /** Of a streamed call, also while it goes on. */
  events: readonly SentEvent[]
  /** Why there is no answer at all. */
  failure: Problem | null
}

/** How often the page is told of events that came, in milliseconds: a run can say thousands of things a second. */
const TOLD_EVERY = 80
const NOTHING: CallState = { isBusy: false, outcome: null, events: [], failure: null }

/** Sends one call at a time, and tells how far it is. A call that is still under way when the page is left is given up. */
export function useCall(): CallState & { start: (call: Call) => void; stop: () => void; clear: () => void } {
  const [state, setState] = useState<CallState>(NOTHING)
  const running = useRef<AbortController | null>(null)
  const stop = useCallback(() => {
    running.current?.abort()
    running.current = null
    setState((old) => ({ ...old, isBusy: false }))
  }, [])
  useEffect(() => () => running.current?.abort(), [])

  const start = useCallback((call: Call) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const events: SentEvent[] = []
    const tell = (change: Partial<CallState>) => (running.current === controller ? setState((old) => ({ ...old, ...change })) : undefined)
    let timer: ReturnType<typeof setTimeout> | undefined
    const onEvent = (event: SentEvent) => {
      events.push(event)
      timer ??= setTimeout(() => {
        timer = undefined
        tell({ events: [...events] })
      }, TOLD_EVERY)
    }
    setState({ ...NOTHING, isBusy: true })
    void send(call, { signal: controller.signal, onEvent })
      .then(
        (outcome) => tell({ outcome, events: [...events], isBusy: false }),
        (failure: unknown) => tell({ failure: asProblem(failure), events: [...events], isBusy: false }),
      )
      .finally(() => clearTimeout(timer))
  }, [])
  const clear = useCallback(() => setState((old) => (old.isBusy ? old : NOTHING)), [])
  return { ...state, start, stop, clear }
}
