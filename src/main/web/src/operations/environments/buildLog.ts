import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { PREFIX } from '../../api/client'
import { follow, type StreamEvent, type StreamState } from '../../api/events'

export interface BuildLog {
  lines: readonly { seq: number; text: string }[]
  /** How far the build is, as it said last. */
  state: string | null
}

const MOST_LINES = 5_000

export function withBuildEvent(log: BuildLog, event: StreamEvent): BuildLog {
  if (event.kind === 'state') {
    return { ...log, state: String(event.data['state']) }
  }
  return { ...log, lines: [...log.lines.slice(1 - MOST_LINES), { seq: event.seq, text: String(event.data['log']) }] }
}

export function hasEnded(log: BuildLog): boolean {
  return log.state === 'ready' || log.state === 'failed'
}

/** What is said while an environment is built, as it is said. Where a build has ended, what is known of environments is asked again; whether it was the last one, they say. */
export function useBuildLog(environmentId: string): BuildLog & { stream: StreamState } {
  const queries = useQueryClient()
  const [log, setLog] = useState<BuildLog>({ lines: [], state: null })
  const [stream, setStream] = useState<StreamState>('connecting')
  useEffect(() => {
    let told: BuildLog = { lines: [], state: null }
    return follow(`${PREFIX}/environments/${environmentId}/events`, {
      kinds: ['state', 'log'],
      last: [],
      onState: setStream,
      onEvent: (event) => {
        told = withBuildEvent(told, event)
        setLog(told)
        if (hasEnded(told)) {
          void queries.invalidateQueries({ queryKey: ['environments'] })
        }
      },
    })
  }, [environmentId, queries])
  return { ...log, stream }
}
