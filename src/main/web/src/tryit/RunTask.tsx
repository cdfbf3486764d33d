import { useQuery } from '@tanstack/react-query'
import { Play, Plus, Square } from 'lucide-react'
import { useState } from 'react'

import { answer, api, type Task } from '../api/client'
import { ApiFailure, asProblem, type Problem } from '../api/problem'
import { useMay } from '../api/session'
import type { Draft } from '../editor/draft'
import { keysBefore } from '../editor/pushedKeys'
import { Button, FormField, ProblemBox, Select, Skeleton, TextArea, TextInput } from '../ui'
import { relativeTime } from '../ui/quantities'
import { CallForm, faultsElsewhere } from './CallForm'
import { useEntered } from './entered'
import { faultsOf, fixedRequest } from './fixedRequest'
import styles from './tryit.module.css'
import { hasEnded, shapeOf, trialOf, useEnteredTrial, type EnteredTrial } from './trial'
import { useValuesOfRun } from './PastRuns'
import { TriedTaskView } from './TriedTaskView'
import { useTrial } from './useTrial'

/** How many past runs are offered. */
const OFFERED = 30

/** Executes one task of the draft by itself, as it stands in the editor, with values that are typed or those of a past run. */
export function RunTask({ draft, task }: { draft: Draft; task: Task }) {
  const shape = shapeOf(draft.id, draft.definition)
  const { values, set } = useEntered(draft.id)
  const entered = useEnteredTrial(draft.id, task.name)
  const trial = useTrial()
  const { request, faults: written } = fixedRequest(shape, values, 'a task that is tried by itself')
  const [ownFaults, setOwnFaults] = useState<typeof written>([])
  const problem = trial.failure ? asProblem(trial.failure) : null
  const faults = ownFaults.length > 0 ? ownFaults : problem ? faultsOf(problem) : []
  const run = () => {
    setOwnFaults(written)
    if (written.length === 0) {
      trial.start(trialOf(draft.definition, task.name, entered, request))
    }
  }
  const change = (changed: typeof values) => {
    setOwnFaults([])
    set({ values: changed })
  }
  const takeOver = useValuesOfRun(shape, change)
  return (
    <div className={styles.trial}>
      <CallForm shape={shape} values={values} onChange={change} faults={faults} onSubmit={run}>
        <PulledValues draft={draft} task={task} entered={entered} onRun={takeOver} />
        <RunButton isBusy={trial.isBusy} onStop={trial.stop} />
      </CallForm>
      <section className={styles.form} aria-label="What the task did" aria-live="polite">
        {trial.isBusy ? <Skeleton lines={3} /> : null}
        {problem ? <ProblemBox failure={new ApiFailure({ ...problem, errors: elsewhere(problem, faultsElsewhere(shape, values, faults)) })} /> : null}
        {trial.tried ? <TriedTaskView tried={trial.tried} items={draft.definition.response ?? []} /> : null}
      </section>
    </div>
  )
}

/** Those of the problem's errors that no field shows; of the code with their places. */
function elsewhere(problem: Problem, shown: readonly { in?: string; name?: string }[]) {
  const isElsewhere = new Set(shown.map((fault) => `${fault.in ?? ''} ${fault.name ?? ''}`))
  const faults = faultsOf(problem)
  return (problem.errors ?? []).filter((_, index) => isElsewhere.has(`${faults[index]?.in ?? ''} ${faults[index]?.name ?? ''}`))
}

function RunButton({ isBusy, onStop }: { isBusy: boolean; onStop: () => void }) {
  const may = useMay('author')
  return (
    <div className={styles.send}>
      {isBusy ? (
        <Button onClick={onStop}>
          <Square size={14} aria-hidden /> Stop
        </Button>
      ) : (
        <Button look="primary" type="submit" disabled={!may} title={may ? 'Ctrl+Enter' : 'Executing a task by itself needs an author’s key'}>
          <Play size={14} aria-hidden /> Run this task
        </Button>
      )}
      <span className={styles.quiet}>Nothing is saved or recorded.</span>
    </div>
  )
}

interface PulledProps {
  draft: Draft
  task: Task
  entered: EnteredTrial & { set: (change: Partial<EnteredTrial>) => void }
  /** A run was chosen. */
  onRun: (id: string) => void
}

/** What the task can pull: a field for each key that the tasks before it push, and for those that are added. */
function PulledValues({ draft, task, entered, onRun }: PulledProps) {
  const keys = keysBefore(draft.definition, task.name)
  const more = entered.more.filter((key) => !keys.some((one) => one.key === key))
  const choose = (runId: string) => {
    entered.set({ runId })
    if (runId !== '') {
      onRun(runId)
    }
  }
  const all = [...keys, ...more.map((key) => ({ key, tasks: [] as string[] }))]
  return (
    <fieldset className={styles.part}>
      <legend className={styles.legend}>Values that it pulls</legend>
      <PastRun draft={draft} runId={entered.runId} onChoose={choose} />
      {all.map(({ key, tasks }) => (
        <FormField key={key} label={<code>{key}</code>} hint={tasks.length > 0 ? `Pushed by ${tasks.join(', ')}` : undefined}>
          {(input) => (
            <TextArea
              {...input}
              className={styles.value}
              rows={1}
              spellCheck={false}
              placeholder={entered.runId === '' ? 'JSON, or text' : 'As in the run'}
              value={entered.values[key] ?? ''}
              onChange={(event) => entered.set({ values: { ...entered.values, [key]: event.target.value } })}
            />
          )}
        </FormField>
      ))}
      <NewKey onAdd={(key) => entered.set({ more: [...more, key] })} taken={all.map(({ key }) => key)} />
    </fieldset>
  )
}

function NewKey({ taken, onAdd }: { taken: readonly string[]; onAdd: (key: string) => void }) {
  const [key, setKey] = useState('')
  const add = () => {
    if (key !== '' && !taken.includes(key)) {
      onAdd(key)
    }
    setKey('')
  }
  return (
    <div className={styles.newKey}>
      <TextInput
        aria-label="Key of another value"
        placeholder="Another key"
        spellCheck={false}
        value={key}
        onChange={(event) => setKey(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            event.preventDefault()
            add()
          }
        }}
      />
      <Button onClick={add} disabled={key === ''}>
        <Plus size={14} aria-hidden /> Add
      </Button>
    </div>
  )
}

/** Of the latest runs, and of background runs that did not succeed, the server keeps what their tasks pushed. */
function PastRun({ draft, runId, onChoose }: { draft: Draft; runId: string; onChoose: (runId: string) => void }) {
  const runs = useQuery({
    queryKey: ['runs', { workflow: draft.id, limit: OFFERED }],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs', { params: { query: { workflow: draft.id, limit: OFFERED } } })),
    enabled: draft.baseVersion !== null,
  })
  const ended = (runs.data?.items ?? []).filter(hasEnded)
  if (ended.length === 0) {
    return null
  }
  return (
    <FormField label="Those of a run" hint="With its request. Kept are small values of the latest runs, and of background runs that did not succeed; what is entered below comes first">
      {(input) => (
        <Select {...input} value={runId} onChange={(event) => onChoose(event.target.value)}>
          <option value="">No run</option>
          {ended.map((run) => (
            <option key={run.run_id} value={run.run_id}>
              {run.status} {relativeTime(new Date(run.accepted_at), Date.now())}
              {run.failure?.task ? ` in ${run.failure.task}` : ''} (…{run.run_id.slice(-6)})
            </option>
          ))}
        </Select>
      )}
    </FormField>
  )
}
