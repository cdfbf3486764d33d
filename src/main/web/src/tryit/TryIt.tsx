import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Play, Square } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'

import type { Workflow } from '../api/client'
import { useMay, useMayNot, whoamiQuery } from '../api/session'
import { Button } from '../ui'
import { buildCall, type CallOptions, type CallShape, type CallValues, type Fault } from './call'
import { CallForm, faultsElsewhere } from './CallForm'
import { useEntered } from './entered'
import { OptionsPanel } from './OptionsPanel'
import { Outcome } from './Outcome'
import { PastRuns } from './PastRuns'
import { Snippets } from './Snippets'
import styles from './tryit.module.css'
import { useCall, type CallState } from './useCall'

interface Props {
  workflow: Workflow
  /** Without it the published one is called. */
  version: number | undefined
  /** What stands above the form. */
  children?: ReactNode
}

/** A form for a call of the workflow, and beside it what came of the call. */
export function TryIt({ workflow, version, children }: Props) {
  const shape: CallShape = workflow
  const entered = useEntered(shape.id)
  const options: CallOptions = { ...entered.options, mode: entered.options.mode ?? (shape.mode === 'background' ? 'background' : 'foreground'), version }
  const mayCall = useMay('caller')
  const state = useCall()
  const [ownFaults, setOwnFaults] = useState<readonly Fault[]>([])
  const { call, faults: written } = buildCall(shape, entered.values, options)
  const faults = ownFaults.length > 0 ? ownFaults : faultsOf(state)
  const form = useFocusOnFault(faults)
  const outcome = useShown(state, faults.length === 0)
  const send = () => {
    setOwnFaults(written)
    if (written.length === 0) {
      state.start(call)
    }
  }
  const change = (values: CallValues) => {
    setOwnFaults([])
    entered.set({ values })
  }
  return (
    <div className={styles.page}>
      <section aria-label="The call" ref={form} className={styles.form}>
        {children}
        <CallForm shape={shape} values={entered.values} onChange={change} faults={faults} onSubmit={send}>
          <OptionsPanel shape={shape} options={options} method={call.method} faults={faults} onChange={(changed) => entered.set({ options: changed })} />
          <div className={styles.send}>
            <SendButton isBusy={state.isBusy} mayCall={mayCall} onStop={state.stop} />
            <Snippets call={call} hasKey={useHasKey()} />
            <PastRuns shape={shape} onChoose={change} />
          </div>
          {useMayNot('caller') ? <p className={styles.quiet}>Your key may look, but not call.</p> : null}
        </CallForm>
      </section>
      <section aria-label="What came of it" ref={outcome}>
        <Outcome state={state} items={workflow.response ?? []} fileName={shape.id} elsewhere={faultsElsewhere(shape, entered.values, faultsOf(state))} />
      </section>
    </div>
  )
}

function SendButton({ isBusy, mayCall, onStop }: { isBusy: boolean; mayCall: boolean; onStop: () => void }) {
  if (isBusy) {
    return (
      <Button onClick={onStop}>
        <Square size={14} aria-hidden /> Stop
      </Button>
    )
  }
  return (
    <Button look="primary" type="submit" disabled={!mayCall} title="Ctrl+Enter">
      <Play size={14} aria-hidden /> Send
    </Button>
  )
}

function useHasKey(): boolean {
  const whoami = useQuery(whoamiQuery)
  return Boolean(whoami.data?.key_id)
}

function faultsOf({ outcome }: CallState): readonly Fault[] {
  return outcome?.content.kind === 'problem' ? (outcome.content.problem.errors ?? []) : []
}

/** How long after an answer its run is listed: it is written down behind the answer. In milliseconds. */
const WRITTEN_DOWN = 1_000

/** Brings what came of a call into sight, and has the runs listed anew. */
function useShown({ outcome }: CallState, isWanted: boolean) {
  const place = useRef<HTMLElement>(null)
  const queries = useQueryClient()
  useEffect(() => {
    if (!outcome) {
      return
    }
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['runs'] }), WRITTEN_DOWN)
    return () => clearTimeout(timer)
  }, [outcome, queries])
  useEffect(() => {
    if (outcome && isWanted) {
      place.current?.scrollIntoView({ block: 'nearest' })
    }
  }, [outcome, isWanted])
  return place
}

/** Leads to the first field that was refused. */
function useFocusOnFault(faults: readonly Fault[]) {
  const place = useRef<HTMLElement>(null)
  const count = faults.length
  useEffect(() => {
    if (count > 0) {
      place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    }
  }, [count])
  return place
}
