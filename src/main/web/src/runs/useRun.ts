import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'

import { answer, api, PREFIX, type Run } from '../api/client'
import { follow, useOnline, type StreamEvent, type StreamState } from '../api/events'
import { applyEvents } from './applyEvents'
import { byFrame } from './byFrame'
import { fromDocument, hasEnded, isBehind } from './fromDocument'
import { isFinal, NOTHING_YET, RUN_EVENTS, type RunState } from './runState'

/** How often the document is asked for when the events have told an end that it does not know yet, and when there are no events; in milliseconds. */
const UNTIL_ENDED = 500
const WITHOUT_EVENTS = 5_000

export function runQuery(id: string) {
  return queryOptions({ queryKey: ['run', id], queryFn: () => answer(api.GET('/api/app/be_workflows/runs/{run_id}', { params: { path: { run_id: id } } })) })
}

/**
 * A run as it is now, and whether it is told live. Its events are followed from the first one to the last, over lost connections and retries; its document is shown
 * until they have told as much.
 */
export function useRun(id: string) {
  const [told, setTold] = useState(NOTHING_YET)
  const [stream, setStream] = useState<StreamState>('connecting')
  const query = useQuery({ ...runQuery(id), refetchInterval: ({ state }) => pause(state.data, told, stream) })
  const run = query.data
  const isOver = run !== undefined && hasEnded(told, run)
  useEvents(id, { isWanted: run !== undefined && !isOver, onEvents: (batch) => setTold((state) => applyEvents(state, batch)), onState: setStream, after: told.lastSeq })
  const [end, setEnd] = useState<string | null>(null)
  if (isOver && end !== told.finishedAt) {
    setEnd(told.finishedAt)
  }
  // after the last end only a retry makes a document without an end: then it is the newer one until the events go on
  const isRetried = run !== undefined && !isFinal(run.status) && end !== null && end === told.finishedAt
  const document = useMemo(() => run && fromDocument(run), [run])
  const state: RunState | undefined = run && (isRetried || isBehind(told, run)) ? document : told
  return { query, run, state, stream: isOver ? ('ended' as const) : stream }
}

function pause(run: Run | undefined, told: RunState, stream: StreamState): number | false {
  if (run && isFinal(told.status) && told.finishedAt !== run.finished_at) {
    return UNTIL_ENDED
  }
  return run && !isFinal(run.status) && stream !== 'live' ? WITHOUT_EVENTS : false
}

function useEvents(id: string, wanted: { isWanted: boolean; after: number; onEvents: (batch: readonly StreamEvent[]) => void; onState: (state: StreamState) => void }): void {
  const { isWanted } = wanted
  // a browser that has its network again need not wait for the next attempt
  const isOnline = useOnline()
  const current = useRef(wanted)
  useEffect(() => {
    current.current = wanted
  })
  useEffect(() => {
    if (!isWanted) {
      return
    }
    const events = byFrame<StreamEvent>((batch) => current.current.onEvents(batch))
    const stop = follow(`${PREFIX}/runs/${id}/events`, {
      kinds: RUN_EVENTS,
      last: [], // only the document knows which end is the last
      after: current.current.after,
      onEvent: events.add,
      onState: (state) => current.current.onState(state),
    })
    return () => {
      stop()
      events.stop()
    }
  }, [id, isWanted, isOnline])
}
