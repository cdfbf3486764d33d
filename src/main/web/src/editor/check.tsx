import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'

import { answer, api, type Schemas, type WorkflowDefinition } from '../api/client'
import { ApiFailure } from '../api/problem'
import { useMay } from '../api/session'
import type { Draft } from './draft'

/** One fault of the definition in the draft, as the server found it. */
export type DefinitionFault = Schemas['DefinitionProblem'] & { isWarning: boolean }

export interface Check {
  faults: DefinitionFault[]
  isChecking: boolean
}

/** So long after the last change the server is asked, in milliseconds. */
const PAUSE = 500

const CheckContext = createContext<Check>({ faults: [], isChecking: false })

/** What is wrong with the draft, as the server and the real interpreter see it; of the last state that was checked. */
export function useFaults(): Check {
  return useContext(CheckContext)
}

/** The faults at a place of the definition and below it. */
export function faultsAt(check: Check, pointer: string): DefinitionFault[] {
  return check.faults.filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))
}

async function check(definition: WorkflowDefinition): Promise<DefinitionFault[]> {
  try {
    const { warnings } = await answer(api.POST('/api/app/be_workflows/be_wf_graph/check', { body: definition }))
    return warnings.map((warning) => ({ ...warning, isWarning: true }))
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.problem.status === 400) {
      return (failure.problem.errors ?? []).map((error) => ({ ...error, isWarning: false }))
    }
    throw failure
  }
}

function useDebounced<T>(value: T): T {
  const [settled, settle] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => settle(value), PAUSE)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

const states = new WeakMap<WorkflowDefinition, number>()
let lastState = 0

/** A number for each state of a definition: a query's key is made into text whenever it is looked at, and a definition is long. */
function stateOf(definition: WorkflowDefinition): number {
  const state = states.get(definition) ?? ++lastState
  states.set(definition, state)
  return state
}

/** Has the draft checked a moment after each change, for everything within. */
export function Checked({ draft, children }: { draft: Draft; children: ReactNode }) {
  const may = useMay('author')
  const definition = useDebounced(draft.definition)
  const { data, isFetching } = useQuery({
    queryKey: ['check', draft.id, stateOf(definition)],
    queryFn: () => check(definition),
    enabled: may && draft.isLoaded,
    placeholderData: (before: DefinitionFault[] | undefined) => before,
    gcTime: 10_000,
    staleTime: Infinity,
  })
  return <CheckContext value={{ faults: data ?? [], isChecking: isFetching || definition !== draft.definition }}>{children}</CheckContext>
}
