import { useCallback, useEffect, useRef, useState } from 'react'

import { answer, api, type Schemas, type TriedTask } from '../api/client'

interface TrialState {
  isBusy: boolean
  tried: TriedTask | null
  failure: unknown
}

const NOTHING: TrialState = { isBusy: false, tried: null, failure: null }

/** Tries one task at a time. A task that is still under way when it is no longer looked at is cancelled. */
export function useTrial() {
  const [state, setState] = useState<TrialState>(NOTHING)
  const running = useRef<AbortController | null>(null)
  const stop = useCallback(() => {
    running.current?.abort()
    running.current = null
    setState(NOTHING)
  }, [])
  useEffect(() => () => running.current?.abort(), [])
  const start = useCallback((body: Schemas['TaskTrial']) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setState({ ...NOTHING, isBusy: true })
    const tell = (told: Partial<TrialState>) => (running.current === controller ? setState({ ...NOTHING, ...told }) : undefined)
    void answer(api.POST('/api/app/be_workflows/be_wf_graph/run-task', { body, signal: controller.signal })).then(
      (tried) => tell({ tried }),
      (failure: unknown) => tell({ failure }),
    )
  }, [])
  return { ...state, start, stop }
}
