import { FormField, Select, TextInput } from '../ui'
import type { CallMode, CallOptions, CallShape, Fault, Method } from './call'
import { DateTimeInput } from './DateTimeInput'
import styles from './tryit.module.css'

interface Props {
  shape: CallShape
  options: CallOptions
  /** The method that is used when none is chosen. */
  method: Method
  faults: readonly Fault[]
  onChange: (options: CallOptions) => void
}

const MODES: [CallMode, string, string][] = [
  ['foreground', 'Foreground', 'Wait for the answer'],
  ['background', 'Background', 'Get an address at once; the run goes on'],
  ['streamed', 'Streamed', 'See each event, then the answer'],
]

/** How the call is to be served: one choice, and the rarer ones beneath. */
export function OptionsPanel({ shape, options, method, faults, onChange }: Props) {
  const wrong = (name: string) => faults.find((fault) => fault.in === 'header' && fault.name === name)?.message
  const number = (text: string) => (text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text))
  return (
    <>
      <fieldset className={styles.modes}>
        <legend className="unseen">Mode</legend>
        {MODES.map(([mode, label, about]) => (
          <label key={mode} title={about}>
            <input type="radio" name="mode" value={mode} checked={options.mode === mode} onChange={() => onChange({ ...options, mode })} />
            {label}
          </label>
        ))}
      </fieldset>
      <details className={styles.more}>
        <summary>More options</summary>
        <div className={styles.options}>
          <FormField label="Method" error={faults.find((fault) => fault.in === 'method')?.message}>
            {(input) => (
              <Select {...input} value={options.method ?? ''} onChange={(event) => onChange({ ...options, method: event.target.value === '' ? undefined : (event.target.value as Method) })}>
                <option value="">{method}, chosen for this call</option>
                {shape.methods.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </Select>
            )}
          </FormField>
          {options.mode === 'foreground' ? (
            <FormField label="Wait at most" hint="Seconds; then the run goes on in the background">
              {(input) => <TextInput {...input} inputMode="numeric" value={options.patience ?? ''} onChange={(event) => onChange({ ...options, patience: number(event.target.value) })} />}
            </FormField>
          ) : null}
          <FormField label="Idempotency key" hint="The same request under the same key is done once" error={wrong('idempotency-key')}>
            {(input) => <TextInput {...input} autoComplete="off" value={options.idempotencyKey ?? ''} onChange={(event) => onChange({ ...options, idempotencyKey: event.target.value || undefined })} />}
          </FormField>
          {options.mode === 'foreground' ? null : (
            <>
              <FormField label="Priority" hint="From -100 to 100; higher goes first" error={wrong('x-run-priority')}>
                {(input) => <TextInput {...input} type="number" min={-100} max={100} value={options.priority ?? ''} onChange={(event) => onChange({ ...options, priority: number(event.target.value) })} />}
              </FormField>
              <FormField label="Not before" error={wrong('x-run-at')}>
                {(input) => <DateTimeInput input={input} name="run-at" isRequired={false} value={options.runAt ?? ''} onChange={(runAt) => onChange({ ...options, runAt: runAt || undefined })} />}
              </FormField>
            </>
          )}
        </div>
      </details>
    </>
  )
}
