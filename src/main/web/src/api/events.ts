import { useEffect, useState } from 'react'

/** One server-sent event: its number, its kind and its JSON. */
export interface StreamEvent {
  seq: number
  kind: string
  data: Record<string, unknown>
}

export type StreamState = 'connecting' | 'live' | 'ended' | 'refused'

/** How long the page waits before it opens a stream again that the browser gave up, in milliseconds; doubled each time. */
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 15_000

/** Answers that do not change by asking again: who is asked needs a key, another one, or has nothing there. */
const REFUSALS: readonly number[] = [401, 403, 404, 410]

/** How the server answers, without waiting for what it would send; null: not at all. */
async function statusOf(address: string): Promise<number | null> {
  const enough = new AbortController()
  try {
    return (await fetch(address, { headers: { accept: 'text/event-stream' }, signal: enough.signal })).status
  } catch {
    return null
  } finally {
    enough.abort()
  }
}

/**
 * Follows a stream until it has ended. A connection that is lost is opened again after the last event that was seen, so there is neither gap nor repetition.
 *
 * @param url of the stream, without `last_event_id`
 * @param kinds names of the events; an `EventSource` tells only of those that are asked for
 * @param last the kinds after which the stream has ended
 * @param after the number of the last event that is known already; 0: from the start
 * @returns stops following
 */
export function follow(
  url: string,
  { kinds, last, after = 0, onEvent, onState }: { kinds: readonly string[]; last: readonly string[]; after?: number; onEvent: (event: StreamEvent) => void; onState: (state: StreamState) => void },
): () => void {
  let seen = after
  let pause = FIRST_PAUSE
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  const stop = () => {
    isOver = true
    clearTimeout(timer)
    source?.close()
  }
  const open = () => {
    onState('connecting')
    const from = seen === 0 ? '' : `${url.includes('?') ? '&' : '?'}last_event_id=${seen}`
    const opened = new EventSource(url + from)
    source = opened
    opened.onopen = () => {
      pause = FIRST_PAUSE
      onState('live')
    }
    for (const kind of kinds) {
      opened.addEventListener(kind, (message: MessageEvent<string>) => {
        const seq = Number(message.lastEventId)
        if (isOver || (seq !== 0 && seq <= seen)) {
          return
        }
        seen = Math.max(seen, seq)
        onEvent({ seq, kind, data: JSON.parse(message.data) as Record<string, unknown> })
        if (last.includes(kind)) {
          stop()
          onState('ended')
        }
      })
    }
    opened.onerror = () => {
      if (isOver) {
        return
      }
      onState('connecting')
      if (opened.readyState === EventSource.CLOSED) {
        void ask(url + from)
      }
    }
  }
  // an EventSource does not tell why it gave up
  const ask = async (address: string) => {
    const status = await statusOf(address)
    if (isOver) {
      return
    }
    if (status === 204) {
      stop()
      onState('ended')
    } else if (status !== null && REFUSALS.includes(status)) {
      stop()
      onState('refused')
    } else {
      timer = setTimeout(open, pause)
      pause = Math.min(2 * pause, LONGEST_PAUSE)
    }
  }
  open()
  return stop
}

/** `true` while the browser believes to have a network. */
export function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  return isOnline
}
