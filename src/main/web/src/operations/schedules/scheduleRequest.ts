import type { Field, NewSchedule, Schedule } from '../../api/client'
import { contentOf, NO_VALUES, type CallShape, type CallValues, type Fault } from '../../tryit/call'
import { fixedRequest } from '../../tryit/fixedRequest'
import { enteredText } from '../../tryit/values'

/** When a schedule runs, as it is typed. */
export interface Timetable {
  workflowId: string
  cron: string
  timeZone: string
  missed: Schedule['missed']
  isEnabled: boolean
}

export function timetableOf(schedule: Schedule): Timetable {
  return { workflowId: schedule.workflow_id, cron: schedule.cron, timeZone: schedule.time_zone, missed: schedule.missed, isEnabled: schedule.enabled }
}

/** The schedule as it is sent, with another timetable or the same. */
export function resent(schedule: Schedule, change: Partial<NewSchedule> = {}): NewSchedule {
  const { workflow_id, cron, time_zone, request, missed, enabled } = schedule
  return { workflow_id, cron, time_zone, request, missed, enabled, ...change }
}

/** What is to be sent, and what of the entered values cannot be written. */
export function newSchedule(timetable: Timetable, shape: CallShape, values: CallValues): { schedule: NewSchedule; faults: Fault[] } {
  const { request, faults } = fixedRequest(shape, values, 'a schedule')
  const { workflowId, cron, timeZone, missed, isEnabled } = timetable
  return { schedule: { workflow_id: workflowId, cron: cron.trim(), time_zone: timeZone.trim() || 'UTC', missed, enabled: isEnabled, request }, faults }
}

/** What a schedule sends, to go on from. */
export function enteredValues(shape: CallShape, request: Schedule['request']): CallValues {
  const body = request.body
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  const values: CallValues = {
    url_args: entered(shape.url_args ?? [], request.url_params ?? {}),
    form: entered(shape.form ?? [], request.form ?? {}),
    body: isObject ? entered(shape.body ?? [], body as Record<string, unknown>) : {},
    rawBody: body === null || body === undefined || isObject ? null : JSON.stringify(body, null, 2),
    content: Object.keys(request.form ?? {}).length > 0 ? 'form' : 'body',
  }
  return contentOf(shape, values) === 'none' ? { ...NO_VALUES, url_args: values.url_args } : values
}

function entered(fields: readonly Field[], sent: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field.name, enteredText(field, sent[field.name])]))
}
