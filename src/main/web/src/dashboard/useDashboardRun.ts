import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { answer, api, done, PREFIX, type Answer, type Run } from '../api/client'
import { follow, type StreamState } from '../api/events'
import { hasEnded, KINDS, LAST_KINDS, NO_PROGRESS, progressOf, withEvent, type Progress } from './progress'

/** How often the run is asked for besides its events, in milliseconds: there may be no room for another stream. */
const BESIDES = 5_000
/** How soon the answer of a run that has just ended is asked for again. */
const SOON = 500

/** One run, as somebody who waits for its answer sees it. */
export interface DashboardRun {
  run: Run | undefined
  progress: Progress
  stream: StreamState
  answer: Answer | null
  /** Why there is no run, or why it has no answer. */
  failure: unknown
  isCancelling: boolean
  cancel: () => void
}

/** Follows a run to its end and then gets its answer. A page that is loaded again begins with what was said before. */
export function useDashboardRun(runId: string): DashboardRun {
  const path = { params: { path: { run_id: runId } } }
  const run = useQuery({
    queryKey: ['dashboard', 'run', runId],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs/{run_id}', path)),
    refetchInterval: (query) => (query.state.data && !hasEnded(query.state.data.status) ? BESIDES : false),
    staleTime: 0,
  })
  const { told, stream } = useTold(runId, run.data !== undefined && !hasEnded(run.data.status))
  const progress = combined(run.data, told)
  const result = useQuery({
    queryKey: ['dashboard', 'result', runId],
    queryFn: async () => answerOf(await answer(api.GET('/api/app/be_workflows/runs/{run_id}/result', path))),
    enabled: hasEnded(progress.status),
    refetchInterval: (query) => (query.state.data === null ? SOON : false),
    staleTime: Infinity,
  })
  const { refetch } = run
  const isTold = hasEnded(told.status)
  useEffect(() => {
    if (isTold) {
      void refetch() // how long it took stands in the run
    }
  }, [isTold, refetch])
  const cancel = useMutation({ mutationFn: () => done(api.POST('/api/app/be_workflows/runs/{run_id}/cancel', path)), onSettled: () => run.refetch() })
  return {
    run: run.data,
    progress,
    stream,
    answer: result.data ?? null,
    failure: (run.data ? null : run.error) ?? result.error ?? cancel.error,
    isCancelling: cancel.isPending || cancel.isSuccess,
    cancel: () => cancel.mutate(),
  }
}

/** What the events say; once there was something to follow, the stream is followed to its end. */
function useTold(runId: string, isUnderWay: boolean): { told: Progress; stream: StreamState } {
  const [told, setTold] = useState(NO_PROGRESS)
  const [stream, setStream] = useState<StreamState>('connecting')
  const [isFollowed, setFollowed] = useState(false)
  if (isUnderWay && !isFollowed) {
    setFollowed(true)
  }
  useEffect(() => {
    if (!isFollowed) {
      return
    }
    return follow(`${PREFIX}/runs/${runId}/events`, {
      kinds: KINDS,
      last: LAST_KINDS,
      onEvent: (event) => setTold((before) => withEvent(before, event)),
      onState: setStream,
    })
  }, [runId, isFollowed])
  return { told, stream }
}

/** The events know more than the run that was asked for, until they say nothing any more. */
function combined(run: Run | undefined, told: Progress): Progress {
  if (!run) {
    return told
  }
  if (told.seq === 0) {
    return progressOf(run)
  }
  return hasEnded(run.status) && !hasEnded(told.status) ? { ...told, status: run.status } : told
}

/** null while the run is about to end. */
function answerOf(said: object): Answer | null {
  return 'data' in said ? (said as Answer) : null
}
