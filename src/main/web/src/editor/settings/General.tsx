import type { WorkflowDefinition } from '../../api/client'
import { FormField, Select, Switch, TextArea, TextInput } from '../../ui'
import type { Draft } from '../draft'
import { numberOf } from './lines'
import { Section, setMember, TypedSetting, useFaultText } from './Setting'
import styles from './settings.module.css'

type Method = NonNullable<WorkflowDefinition['methods']>[number]

const METHODS: Method[] = ['GET', 'POST', 'PUT', 'DELETE']

/** What the workflow is called, and how it is. */
export function General({ draft }: { draft: Draft }) {
  const { definition } = draft
  return (
    <>
      <Section title="General">
        {draft.baseVersion === null ? <Name draft={draft} /> : null}
        <FormField label="Label" error={useFaultText('/label')}>
          {(input) => <TextInput {...input} value={definition.label ?? ''} onChange={(event) => setMember(draft, 'label', event.target.value)} />}
        </FormField>
        <FormField label="Description" hint="Also what its documentation page says" error={useFaultText('/description')}>
          {(input) => <TextArea {...input} value={definition.description ?? ''} onChange={(event) => setMember(draft, 'description', event.target.value)} />}
        </FormField>
        <div className={styles.switch}>
          <Switch label="Enabled" isOn={definition.enabled !== false} onChange={(enabled) => setMember(draft, 'enabled', enabled)} />
          <span>{definition.enabled === false ? 'Disabled: calls are answered with 409' : 'Enabled'}</span>
        </div>
      </Section>
      <Calls draft={draft} />
    </>
  )
}

function Name({ draft }: { draft: Draft }) {
  return (
    <FormField label="Id" hint="Part of its address; letters, digits, - and _. It cannot be changed later." error={useFaultText('/id')}>
      {(input) => <TextInput {...input} spellCheck={false} value={draft.definition.id ?? ''} onChange={(event) => setMember(draft, 'id', event.target.value)} />}
    </FormField>
  )
}

function Calls({ draft }: { draft: Draft }) {
  const { definition } = draft
  const mode = definition.mode ?? 'foreground'
  return (
    <Section title="Calls">
      <FormField label="Mode" hint="A call can ask for the other one with the header Prefer" error={useFaultText('/mode')}>
        {(input) => (
          <Select {...input} value={mode} onChange={(event) => setMember(draft, 'mode', event.target.value)}>
            <option value="foreground">Foreground: the caller waits for the answer</option>
            <option value="background">Background: the caller gets an address, the run survives restarts</option>
          </Select>
        )}
      </FormField>
      <Methods draft={draft} />
      <div className={styles.pair}>
        <TypedSetting draft={draft} pointer="/priority" label="Priority" hint="Of background runs, -100 to 100; higher goes first" inputMode="numeric" placeholder="0" value={definition.priority ?? null} write={(value) => (value === null ? '' : String(value))} read={numberOf as (text: string) => number | null} onChange={(value) => setMember(draft, 'priority', value)} />
        <TypedSetting draft={draft} pointer="/concurrency" label="At once" hint="Background runs under way, over all servers" inputMode="numeric" placeholder="any number" value={definition.concurrency ?? null} write={(value) => (value === null ? '' : String(value))} read={numberOf as (text: string) => number | null} onChange={(value) => setMember(draft, 'concurrency', value)} />
      </div>
    </Section>
  )
}

function Methods({ draft }: { draft: Draft }) {
  const chosen = draft.definition.methods ?? METHODS
  const error = useFaultText('/methods')
  const change = (method: Method, isOn: boolean) => setMember(draft, 'methods', METHODS.filter((one) => (one === method ? isOn : chosen.includes(one))))
  return (
    <fieldset className={styles.methods}>
      <legend>Methods</legend>
      {METHODS.map((method) => (
        <label key={method}>
          <input type="checkbox" checked={chosen.includes(method)} disabled={chosen.length === 1 && chosen.includes(method)} onChange={(event) => change(method, event.target.checked)} />
          {method}
        </label>
      ))}
      {error ? <span className={styles.error}>{error}</span> : null}
    </fieldset>
  )
}
