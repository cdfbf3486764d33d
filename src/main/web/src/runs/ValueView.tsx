import { Download } from 'lucide-react'
import { useState } from 'react'

import type { Answer, Row } from '../api/client'
import { Button, CopyButton, Table, Tabs } from '../ui'
import styles from './runs.module.css'
import { saveText } from './saveText'

/** What is shown of a value at first; more only when asked for, since it may be any size. */
const ROWS = 100
const CHARACTERS = 100_000

/** Any JSON value, as text. */
export function JsonView({ value, name }: { value: unknown; name: string }) {
  const text = JSON.stringify(value, null, 2)
  return (
    <div className={styles.value}>
      <div className={styles.valueBar}>
        {text.length > CHARACTERS ? <span>The first {CHARACTERS.toLocaleString('en')} of {text.length.toLocaleString('en')} characters</span> : null}
        <CopyButton text={text} />
        <Button onClick={() => saveText(`${name}.json`, text, 'application/json')}>
          <Download size={14} aria-hidden /> Download
        </Button>
      </div>
      <pre className={styles.block} role="region" aria-label={`${name} as JSON`} tabIndex={0}>
        {text.slice(0, CHARACTERS)}
      </pre>
    </div>
  )
}

/** The answer of a workflow: rows and metadata of each item as a table, or all as JSON. */
export function AnswerView({ answer, name }: { answer: Answer; name: string }) {
  const items = Object.keys(answer.data)
  return (
    <Tabs
      label="How the answer is shown"
      tabs={[
        {
          id: 'table',
          label: 'Table',
          content: (
            <div className={styles.items}>
              {items.length === 0 ? <p className={styles.quiet}>The workflow answers nothing.</p> : null}
              {items.map((item) => (
                <section key={item} className={styles.value}>
                  <h3>{item}</h3>
                  <Meta meta={answer.meta[item] ?? {}} />
                  <Rows label={item} rows={answer.data[item] ?? []} />
                </section>
              ))}
            </div>
          ),
        },
        { id: 'json', label: 'JSON', content: <JsonView value={answer} name={name} /> },
      ]}
    />
  )
}

function Meta({ meta }: { meta: Row }) {
  const entries = Object.entries(meta)
  return entries.length === 0 ? null : (
    <dl className={styles.facts}>
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{shortText(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Rows({ label, rows }: { label: string; rows: Row[] }) {
  const [count, setCount] = useState(ROWS)
  const columns = [...new Set(rows.slice(0, count).flatMap((row) => Object.keys(row)))]
  return rows.length === 0 ? (
    <p className={styles.quiet}>No rows</p>
  ) : (
    <>
      <Table label={`Rows of ${label}`} head={columns}>
        {rows.slice(0, count).map((row, index) => (
          <tr key={index}>
            {columns.map((column) => (
              <td key={column}>{column in row ? shortText(row[column]) : ''}</td>
            ))}
          </tr>
        ))}
      </Table>
      {rows.length > count ? (
        <Button onClick={() => setCount(count + 10 * ROWS)}>
          {count.toLocaleString('en')} of {rows.length.toLocaleString('en')} rows: show more
        </Button>
      ) : null}
    </>
  )
}

/** A text as it is, anything else as JSON in one line. */
export function shortText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
