import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { answer, api, type NewSchedule, type Schedule, type Workflow } from '../../api/client'
import { ApiFailure } from '../../api/problem'
import { workflowNamesQuery } from '../../api/workflowNames'
import { errorsOf, NO_VALUES, type CallValues, type Fault } from '../../tryit/call'
import { CallForm, faultsElsewhere } from '../../tryit/CallForm'
import { faultsOf } from '../../tryit/fixedRequest'
import { Actions, Button, Dialog, FormField, Loaded, ProblemBox, Select, useToasts } from '../../ui'
import { absoluteTime } from '../../ui/quantities'
import { enteredValues, newSchedule, timetableOf, type Timetable } from './scheduleRequest'
import { TimetableFields } from './TimetableFields'

/**
 * Makes a schedule, or changes the one that is given.
 *
 * @param workflow the only one that it can be of
 */
export function ScheduleDialog({ schedule, workflow, onClose }: { schedule: Schedule | null; workflow?: string; onClose: () => void }) {
  const [workflowId, setWorkflowId] = useState(schedule?.workflow_id ?? workflow ?? '')
  return (
    <Dialog title={schedule ? 'Change the schedule' : 'New schedule'} about="Each of its times becomes one background run of the published version, for whoever saved the schedule last." isOpen onClose={onClose}>
      {workflow === undefined ? <WorkflowChoice chosen={workflowId} onChange={setWorkflowId} /> : null}
      {workflowId === '' ? null : <OfWorkflow key={workflowId} workflowId={workflowId} schedule={schedule} onClose={onClose} />}
    </Dialog>
  )
}

function WorkflowChoice({ chosen, onChange }: { chosen: string; onChange: (id: string) => void }) {
  const query = useQuery(workflowNamesQuery)
  const known = (query.data ?? []).filter((workflow) => workflow.published_version !== null)
  return (
    <FormField label="Workflow">
      {(input) => (
        <Select {...input} value={chosen} onChange={(event) => onChange(event.target.value)}>
          {chosen === '' ? <option value="">Choose one</option> : null}
          {chosen !== '' && !known.some(({ id }) => id === chosen) ? <option>{chosen}</option> : null}
          {known.map(({ id, label }) => (
            <option key={id} value={id}>
              {label && label !== id ? `${label} (${id})` : id}
            </option>
          ))}
        </Select>
      )}
    </FormField>
  )
}

function OfWorkflow({ workflowId, schedule, onClose }: { workflowId: string; schedule: Schedule | null; onClose: () => void }) {
  const query = useQuery({
    queryKey: ['workflows', workflowId, 'newest'],
    queryFn: () => answer(api.GET('/api/app/be_workflows/be_wf_graph/id/{id}', { params: { path: { id: workflowId } } })),
    staleTime: 0,
  })
  return (
    <Loaded query={query} lines={5}>
      {(workflow) => <Editing workflow={workflow} schedule={schedule} onClose={onClose} />}
    </Loaded>
  )
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

function Editing({ workflow, schedule, onClose }: { workflow: Workflow; schedule: Schedule | null; onClose: () => void }) {
  const isSame = schedule?.workflow_id === workflow.id
  const [timetable, setTimetable] = useState<Timetable>(
    schedule ? { ...timetableOf(schedule), workflowId: workflow.id } : { workflowId: workflow.id, cron: '', timeZone: HERE, missed: 'once', isEnabled: true },
  )
  const [values, setValues] = useState<CallValues>(schedule && isSame ? enteredValues(workflow, schedule.request) : NO_VALUES)
  const [typed, setTyped] = useState<Fault[]>([])
  const save = useSave(schedule, onClose)
  const found = save.error instanceof ApiFailure ? faultsOf(save.error.problem) : []
  const faults = [...typed, ...found]
  const submit = () => {
    const { schedule: request, faults: unwritable } = newSchedule(timetable, workflow, values)
    setTyped(unwritable)
    if (unwritable.length === 0) {
      save.mutate(request)
    }
  }
  const elsewhere = faultsElsewhere(workflow, values, faults).filter(({ in: place, name }) => place !== undefined || !['cron', 'time_zone'].includes(name ?? ''))
  return (
    <>
      <TimetableFields timetable={timetable} onChange={setTimetable} faults={faults} />
      <CallForm shape={workflow} values={values} onChange={setValues} faults={faults} onSubmit={submit}>
        {elsewhere.length > 0 || (save.error && found.length === 0) ? <ProblemBox failure={save.error ?? new ApiFailure({ type: 'fault', title: 'This cannot be scheduled', status: 0, detail: '', errors: errorsOf(typed) })} /> : null}
        <Actions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={save.isPending || timetable.cron.trim() === ''}>
            {schedule ? 'Save' : 'Make the schedule'}
          </Button>
        </Actions>
      </CallForm>
    </>
  )
}

function useSave(schedule: Schedule | null, onSaved: () => void) {
  const queries = useQueryClient()
  const { say } = useToasts()
  return useMutation({
    mutationFn: (body: NewSchedule) =>
      schedule
        ? answer(api.PUT('/api/app/be_workflows/schedules/{schedule_id}', { params: { path: { schedule_id: schedule.id } }, body }))
        : answer(api.POST('/api/app/be_workflows/schedules', { body })),
    onSuccess: (saved) => {
      const next = saved.next_runs[0]
      say(next ? `Saved. It runs next at ${absoluteTime(new Date(next))}.` : 'Saved. It is disabled.')
      onSaved()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['schedules'] }),
  })
}
