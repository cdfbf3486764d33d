import type { ReactNode } from 'react'

import type { WorkflowDefinition } from '../../api/client'
import { useMay } from '../../api/session'
import { FormField, Select } from '../../ui'
import { useFaults } from '../check'
import type { Draft } from '../draft'
import { fieldsOf, type Part } from './edits'
import { FieldTable } from './FieldTable'
import { ResponseItems } from './ResponseItems'
import { RowFaults } from './RowFaults'
import styles from './schema.module.css'

/** What the workflow takes and answers: every call and every row is held against it. */
export default function SchemaTab({ draft }: { draft: Draft }) {
  const may = useMay('author')
  return (
    <fieldset className={styles.tab} disabled={!may}>
      <legend className="unseen">Schema</legend>
      <RequestPart draft={draft} part="url_args" title="Arguments" noun="argument" none="Takes none: a call with arguments is refused.">
        In the address: <code>?name=value</code>
      </RequestPart>
      <RequestPart draft={draft} part="body" title="JSON body" noun="body field" none="Takes none.">
        Members of the JSON object that a call sends
      </RequestPart>
      <RequestPart draft={draft} part="form" title="Form" noun="form field" none="Takes none. Files come in a form.">
        Fields and files of a form
      </RequestPart>
      <UnknownParameters draft={draft} />
      <ResponseItems draft={draft} />
      {may ? <p className={styles.quiet}>In a row: Enter adds one below, Alt+↑ and Alt+↓ move it, Ctrl+Delete removes it.</p> : null}
    </fieldset>
  )
}

function RequestPart({ draft, part, title, noun, none, children }: { draft: Draft; part: Part & string; title: string; noun: string; none: string; children: ReactNode }) {
  const isEmpty = fieldsOf(draft.definition, part).length === 0
  const faults = useFaults().faults.filter((fault) => fault.pointer === `/${part}`)
  return (
    <section className={styles.part} aria-label={title}>
      <div className={styles.title}>
        <h2>{title}</h2>
        <span className={styles.quiet}>{isEmpty ? none : children}</span>
      </div>
      <RowFaults faults={faults} />
      <FieldTable draft={draft} part={part} label={title} noun={noun} />
    </section>
  )
}

type Unknown = NonNullable<WorkflowDefinition['unknown_params']>

const UNKNOWN: [Unknown, string][] = [
  ['refuse', 'Refuse the call'],
  ['ignore', 'Leave them out'],
  ['pass', 'Hand them to the tasks as they are'],
]

function UnknownParameters({ draft }: { draft: Draft }) {
  return (
    <div className={styles.choice}>
      <FormField label="Parameters that are not declared">
        {(input) => (
          <Select {...input} value={draft.definition.unknown_params ?? 'refuse'} onChange={(event) => draft.change((definition) => ({ ...definition, unknown_params: event.target.value as Unknown }))}>
            {UNKNOWN.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </FormField>
    </div>
  )
}
