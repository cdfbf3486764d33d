import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw, Square } from 'lucide-react'
import { useState } from 'react'

import { answer, api, type Run } from '../api/client'
import { useMay } from '../api/session'
import { Button, Confirm, useToasts } from '../ui'
import { isFinal, type RunState } from './runState'
import { RunTest } from './RunTest'

/** What can be done about a run as it is now. */
export function RunActions({ run, state }: { run: Run; state: RunState }) {
  // callers see only runs of their own, which they may control
  const mayControl = useMay('caller')
  return (
    <>
      {state.status === 'succeeded' || state.error?.kind === 'raised' ? <RunTest run={run} /> : null}
      {mayControl && !isFinal(state.status) ? <CancelButton run={run} /> : null}
      {mayControl && isFinal(state.status) && state.status !== 'succeeded' && run.mode === 'background' ? <RetryButton run={run} label={state.status === 'failed' ? 'Retry from failed task' : 'Go on from where it ended'} /> : null}
    </>
  )
}

function CancelButton({ run }: { run: Run }) {
  const [isAsking, setAsking] = useState(false)
  const { say, fail } = useToasts.getState()
  const cancel = useMutation({
    mutationFn: () => answer(api.POST('/api/app/be_workflows/runs/{run_id}/cancel', { params: { path: { run_id: run.run_id } } })),
    onSuccess: () => say('The run will end soon'),
    onError: fail,
  })
  return (
    <>
      <Button look="danger" disabled={cancel.isPending} onClick={() => setAsking(true)}>
        <Square size={14} aria-hidden /> Cancel run
      </Button>
      <Confirm
        title="Cancel this run?"
        about="Tasks that are executing are ended where they are; what they did outside stays done. A background run can be retried afterwards."
        action="Cancel run"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => cancel.mutate()}
      />
    </>
  )
}

function RetryButton({ run, label }: { run: Run; label: string }) {
  const queries = useQueryClient()
  const retry = useMutation({
    mutationFn: () => answer(api.POST('/api/app/be_workflows/runs/{run_id}/retry', { params: { path: { run_id: run.run_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['run', run.run_id] }),
    onError: useToasts.getState().fail,
  })
  return (
    <Button look="primary" disabled={retry.isPending} onClick={() => retry.mutate()}>
      <RotateCcw size={14} aria-hidden /> {label}
    </Button>
  )
}
