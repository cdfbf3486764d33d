import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import { answer, api, done, type Schedule } from '../../api/client'
import { useMay } from '../../api/session'
import { Button, Empty, Switch, Table, Time, uiStyles, useToasts } from '../../ui'
import styles from '../operations.module.css'
import { schedulesQuery } from '../queries'
import { Guarded } from '../refusals'
import { AskedAction, RowActions } from '../rowActions'
import { NextRuns } from './NextRuns'
import { ScheduleDialog } from './ScheduleDialog'
import { resent } from './scheduleRequest'

/** What runs by itself, and when. */
export function SchedulesSection() {
  const query = useQuery(schedulesQuery)
  const mayChange = useMay('author')
  const [edited, setEdited] = useState<Schedule | 'new' | null>(null)
  return (
    <>
      <Guarded query={query} what="Schedules" role="viewer">
        {(schedules) => (
          <>
            <div className={styles.row}>
              <p className={uiStyles.hint}>{mayChange ? 'Workflows that run by themselves.' : 'Making and changing schedules needs an author’s key.'}</p>
              {mayChange ? (
                <Button look="primary" onClick={() => setEdited('new')}>
                  <Plus size={14} aria-hidden /> New schedule
                </Button>
              ) : null}
            </div>
            {schedules.length === 0 ? (
              <Empty title="Nothing is scheduled">
                <p>A schedule runs a workflow in the background, at the times that it says.</p>
              </Empty>
            ) : (
              <ScheduleTable schedules={schedules} mayChange={mayChange} onEdit={setEdited} />
            )}
          </>
        )}
      </Guarded>
      {edited ? <ScheduleDialog schedule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </>
  )
}

interface TableProps {
  schedules: Schedule[]
  mayChange: boolean
  onEdit: (schedule: Schedule) => void
}

/** Schedules, each with its switch, its next times and what came of its last one. */
export function ScheduleTable({ schedules, mayChange, onEdit }: TableProps) {
  const [deleted, setDeleted] = useState<Schedule | null>(null)
  const save = useSwitch()
  return (
    <>
      <Table label="Schedules" head={['Enabled', 'Workflow', 'Times', 'Next runs', 'Last run', 'For', <span className="unseen">Actions</span>]}>
        {schedules.map((schedule) => (
          <tr key={schedule.id}>
            <td>
              <Switch
                label={nameOf(schedule)}
                isOn={schedule.enabled}
                isDisabled={!mayChange || save.isPending}
                onChange={(enabled) => save.mutate({ schedule, enabled })}
              />
            </td>
            <Told schedule={schedule} />
            <RowActions
              of={nameOf(schedule)}
              actions={
                mayChange
                  ? [
                      { word: 'Change', onClick: () => onEdit(schedule) },
                      { word: 'Delete', isDangerous: true, onClick: () => setDeleted(schedule) },
                    ]
                  : []
              }
            />
          </tr>
        ))}
      </Table>
      <AskedAction
        row={deleted}
        title={() => 'Delete this schedule?'}
        about={({ workflow_id, cron }) => `${workflow_id} does not run by itself at ${cron} any more. Its runs stay.`}
        action="Delete it"
        act={({ id }) => done(api.DELETE('/api/app/be_workflows/schedules/{schedule_id}', pathOf(id)))}
        said="The schedule is gone."
        queryKey={schedulesQuery.queryKey}
        onClose={() => setDeleted(null)}
      />
    </>
  )
}

function nameOf({ workflow_id, cron }: Schedule): string {
  return `${workflow_id} at ${cron}`
}

function pathOf(id: string) {
  return { params: { path: { schedule_id: id } } }
}

function Told({ schedule }: { schedule: Schedule }) {
  return (
    <>
      <td>
        <Link href={`/workflows/${schedule.workflow_id}`}>{schedule.workflow_id}</Link>
      </td>
      <td className={styles.nowrap}>
        <code>{schedule.cron}</code> <span className={styles.muted}>{schedule.time_zone}</span>
      </td>
      <td>
        <NextRuns schedule={schedule} />
      </td>
      <td>
        <LastRun schedule={schedule} />
      </td>
      <td>{schedule.user ?? '–'}</td>
    </>
  )
}

function LastRun({ schedule: { last_run: last, last_problem: problem } }: { schedule: Schedule }) {
  return (
    <>
      {last ? (
        <Link href={`/runs/${last.run_id}`}>
          <Time at={last.at} />
        </Link>
      ) : (
        <span className={styles.muted}>never</span>
      )}
      {problem ? (
        <div className={uiStyles.error}>
          <Time at={problem.at} />: {problem.detail}
        </div>
      ) : null}
    </>
  )
}

function useSwitch() {
  const queries = useQueryClient()
  const { fail } = useToasts()
  return useMutation({
    mutationFn: ({ schedule, enabled }: { schedule: Schedule; enabled: boolean }) =>
      answer(api.PUT('/api/app/be_workflows/schedules/{schedule_id}', { ...pathOf(schedule.id), body: resent(schedule, { enabled }) })),
    onError: fail,
    onSettled: () => queries.invalidateQueries({ queryKey: schedulesQuery.queryKey }),
  })
}
