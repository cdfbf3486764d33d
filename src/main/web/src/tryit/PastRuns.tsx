import { useQuery, useQueryClient } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useRef } from 'react'

import { answer, api, type RunSummary } from '../api/client'
import { Button, Menu, useToasts } from '../ui'
import { relativeTime } from '../ui/quantities'
import type { CallShape, CallValues } from './call'
import { valuesOfRequest } from './raw'

/** How many runs are offered. */
const OFFERED = 12

/** Takes over what one of the last runs was called with. */
export function PastRuns({ shape, onChoose }: { shape: CallShape; onChoose: (values: CallValues) => void }) {
  const choose = useValuesOfRun(shape, onChoose)
  const runs = useQuery({
    queryKey: ['runs', { workflow: shape.id, limit: OFFERED }],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs', { params: { query: { workflow: shape.id, limit: OFFERED } } })),
  })
  const items = runs.data?.items ?? []
  return (
    <Menu
      trigger={
        <Button look="plain" disabled={items.length === 0} title={items.length === 0 ? 'There are no runs yet' : undefined}>
          <History size={14} aria-hidden /> Values of a run
        </Button>
      }
      entries={items.map((run) => ({ label: nameOf(run), onSelect: () => choose(run.run_id) }))}
    />
  )
}

/** Looks up what a run was called with. */
export function useValuesOfRun(shape: CallShape, onFound: (values: CallValues) => void): (id: string) => void {
  const queries = useQueryClient()
  const fail = useToasts((toasts) => toasts.fail)
  const wanted = useRef('')
  return (id) => {
    wanted.current = id
    void queries
      .query({ queryKey: ['run', id], queryFn: () => answer(api.GET('/api/app/be_workflows/runs/{run_id}', { params: { path: { run_id: id } } })) })
      .then((run) => (wanted.current === id ? onFound(valuesOfRequest(shape, run.request)) : undefined), fail)
  }
}

function nameOf({ run_id, status, accepted_at }: RunSummary): string {
  return `${relativeTime(new Date(accepted_at), Date.now())} · ${status} · …${run_id.slice(-6)}`
}
