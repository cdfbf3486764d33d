import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import { answer, api, done, type Schedule } from '../../api/client'
import { useMay } from '../../api/session'
import { Button, Confirm, Empty, Switch, Table, Time, uiStyles, useToasts } from '../../ui'
import styles from '../operations.module.css'
import { schedulesQuery } from '../queries'
import { Guarded } from '../refusals'
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
  const { save, remove } = useChanges()
  return (
    <>
      <Table label="Schedules" head={['Enabled', 'Workflow', 'Times', 'Next runs', 'Last run', 'For', <span className="unseen">Actions</span>]}>
        {schedules.map((schedule) => (
          <tr key={schedule.id}>
            <td>
              <Switch
                label={`${schedule.workflow_id} at ${schedule.cron}`}
                isOn={schedule.enabled}
                isDisabled={!mayChange || save.isPending}
                onChange={(enabled) => save.mutate({ schedule, enabled })}
              />
            </td>
            <Told schedule={schedule} />
            <td>
              {mayChange ? (
                <div className={styles.buttons} style={{ justifyContent: 'end' }}>
                  <Button onClick={() => onEdit(schedule)}>Change</Button>
                  <Button look="danger" onClick={() => setDeleted(schedule)}>
                    Delete
                  </Button>
                </div>
              ) : null}
            </td>
          </tr>
        ))}
      </Table>
      <Confirm
        title="Delete this schedule?"
        about={deleted ? `${deleted.workflow_id} does not run by itself at ${deleted.cron} any more. Its runs stay.` : ''}
        action="Delete it"
        isOpen={deleted !== null}
        onClose={() => setDeleted(null)}
        onConfirm={() => deleted && remove.mutate(deleted.id)}
      />
    </>
  )
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

function useChanges() {
  const queries = useQueryClient()
  const { say, fail } = useToasts()
  const onSettled = () => queries.invalidateQueries({ queryKey: ['schedules'] })
  const path = (id: string) => ({ params: { path: { schedule_id: id } } })
  const save = useMutation({
    mutationFn: ({ schedule, enabled }: { schedule: Schedule; enabled: boolean }) =>
      answer(api.PUT('/api/app/be_workflows/schedules/{schedule_id}', { ...path(schedule.id), body: resent(schedule, { enabled }) })),
    onError: fail,
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (id: string) => done(api.DELETE('/api/app/be_workflows/schedules/{schedule_id}', path(id))),
    onSuccess: () => say('The schedule is gone.'),
    onError: fail,
    onSettled,
  })
  return { save, remove }
}
