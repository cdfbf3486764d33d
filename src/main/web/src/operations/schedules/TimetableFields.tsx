import { useId } from 'react'

import type { Fault } from '../../tryit/call'
import { Button, FormField, Select, Switch, TextInput } from '../../ui'
import styles from '../operations.module.css'
import type { Timetable } from './scheduleRequest'

const EXAMPLES = ['@hourly', '@daily', '@weekly', '30 6 * * MON-FRI', '*/15 * * * *']
const MISSED: readonly (readonly [Timetable['missed'], string])[] = [
  ['once', 'make up for the latest'],
  ['skip', 'leave them out'],
  ['all', 'make up for each'],
]
const TIME_ZONES = Intl.supportedValuesOf('timeZone')

interface Props {
  timetable: Timetable
  onChange: (timetable: Timetable) => void
  faults: readonly Fault[]
}

/** When a schedule runs. */
export function TimetableFields({ timetable, onChange, faults }: Props) {
  const change = (part: Partial<Timetable>) => onChange({ ...timetable, ...part })
  const fault = (name: string) =>
    faults
      .filter((one) => one.in === undefined && one.name === name)
      .map((one) => one.message)
      .join('; ')
  return (
    <>
      <div>
        <FormField label="Times (cron)" hint="Minute, hour, day of month, month, day of week." error={fault('cron')}>
          {(input) => <TextInput {...input} required maxLength={200} spellCheck={false} autoComplete="off" value={timetable.cron} onChange={(event) => change({ cron: event.target.value })} />}
        </FormField>
        <div className={styles.buttons} role="group" aria-label="Examples of times">
          {EXAMPLES.map((example) => (
            <Button key={example} look="plain" onClick={() => change({ cron: example })}>
              <code>{example}</code>
            </Button>
          ))}
        </div>
      </div>
      <div className={styles.pair}>
        <ZoneField zone={timetable.timeZone} error={fault('time_zone')} onChange={(timeZone) => change({ timeZone })} />
        <FormField label="Times that were missed">
          {(input) => (
            <Select {...input} value={timetable.missed} onChange={(event) => change({ missed: event.target.value as Timetable['missed'] })}>
              {MISSED.map(([policy, about]) => (
                <option key={policy} value={policy}>
                  {about}
                </option>
              ))}
            </Select>
          )}
        </FormField>
      </div>
      <div className={styles.check}>
        <Switch label="Enabled" isOn={timetable.isEnabled} onChange={(isEnabled) => change({ isEnabled })} /> <span aria-hidden>Enabled</span>
      </div>
    </>
  )
}

function ZoneField({ zone, error, onChange }: { zone: string; error: string; onChange: (zone: string) => void }) {
  const list = useId()
  return (
    <FormField label="Time zone" error={error}>
      {(input) => (
        <>
          <TextInput {...input} list={list} spellCheck={false} autoComplete="off" value={zone} onChange={(event) => onChange(event.target.value)} />
          <datalist id={list}>
            {TIME_ZONES.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </FormField>
  )
}
