import { Play, RotateCw } from 'lucide-react'
import { useEffect, useRef } from 'react'

import type { Run } from '../api/client'
import { ApiFailure } from '../api/problem'
import { useMay, useMayNot } from '../api/session'
import { errorsOf, NO_VALUES, type CallValues } from '../tryit/call'
import { CallForm, faultsElsewhere } from '../tryit/CallForm'
import { Button, ProblemBox } from '../ui'
import type { Dashboard } from './contract'
import styles from './dashboard.module.css'
import { valuesOf } from './past'
import { useStart } from './useStart'

/** What is entered, wherever it is shown. */
export interface Entering {
  dashboard: Dashboard
  /** What was entered on this page; null: nothing yet. */
  typed: CallValues | null
  onType: (values: CallValues) => void
  onStarted: (runId: string) => void
}

interface Props extends Entering {
  /** The run whose values the form has until something is entered. */
  past: Run | null
  isBusy: boolean
}

/** What the workflow takes, and the button that starts it. */
export function CallPanel({ dashboard: { shape }, typed, onType, onStarted, past, isBusy }: Props) {
  const values = typed ?? (past ? valuesOf(shape, past.request) : NO_VALUES)
  const { start, isStarting, faults, problem, clear } = useStart(shape, onStarted)
  const mayCall = useMay('caller')
  const isWithoutFiles = typed === null && past !== null && Object.keys(past.request.files).length > 0
  const elsewhere = faultsElsewhere(shape, values, faults)
  const place = useFocusOnFault(faults.length)
  const isEmpty = [shape.url_args, shape.body, shape.form].every((fields) => (fields ?? []).length === 0)
  const change = (changed: CallValues) => {
    clear()
    onType(changed)
  }
  return (
    <section aria-label="What it takes" ref={place} className={styles.panel}>
      {isEmpty ? <p className={styles.quiet}>It needs nothing from you.</p> : null}
      <CallForm shape={shape} values={values} onChange={change} faults={faults} onSubmit={() => start(values)} hasParts={false}>
        {problem && (elsewhere.length > 0 || (problem.errors ?? []).length === 0) ? <ProblemBox failure={new ApiFailure({ ...problem, errors: errorsOf(elsewhere) })} /> : null}
        {isWithoutFiles ? <p className={styles.quiet}>To run it again, choose the files again.</p> : null}
        {useMayNot('caller') ? <p className={styles.quiet}>Your key may look, but not start anything.</p> : null}
        <div>
          <Button type="submit" look="primary" disabled={!mayCall || isBusy || isStarting} title="Ctrl+Enter">
            {past ? <RotateCw size={16} aria-hidden /> : <Play size={16} aria-hidden />} {labelOf(isStarting, isBusy, past !== null)}
          </Button>
        </div>
      </CallForm>
    </section>
  )
}

function labelOf(isStarting: boolean, isBusy: boolean, isAgain: boolean): string {
  if (isStarting) {
    return 'Starting…'
  }
  if (isBusy) {
    return 'Running…'
  }
  return isAgain ? 'Run again' : 'Run'
}

/** Leads to the first field that was refused. */
function useFocusOnFault(count: number) {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (count > 0) {
      place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    }
  }, [count])
  return place
}
