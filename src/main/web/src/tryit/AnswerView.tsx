import { Download } from 'lucide-react'
import { useState } from 'react'

import type { Answer, ResponseItem, Row } from '../api/client'
import { Button, CopyButton, Empty } from '../ui'
import { columnsOf, DataTable } from './DataTable'
import { csv, download } from './download'
import styles from './outcome.module.css'

interface Props {
  answer: Answer
  /** What the workflow says about its items: their order, labels and columns. */
  items?: readonly ResponseItem[]
  /** Of the files that are downloaded, without what stands after the dot. */
  fileName: string
}

/** The most text that is shown as JSON; all of it can be downloaded. */
const MOST_CHARACTERS = 500_000

/** The answer of a workflow: the rows of each item as a table, or all of it as JSON. */
export function AnswerView({ answer, items = [], fileName }: Props) {
  const [isJson, setJson] = useState(false)
  const keys = [...new Set([...items.map((item) => item.key), ...Object.keys(answer.data)])].filter((key) => key in answer.data)
  return (
    <div className={styles.answer}>
      <div className={styles.bar}>
        <div className={styles.segments} role="group" aria-label="Show the answer as">
          <Button look={isJson ? 'plain' : 'normal'} aria-pressed={!isJson} onClick={() => setJson(false)}>
            Table
          </Button>
          <Button look={isJson ? 'normal' : 'plain'} aria-pressed={isJson} onClick={() => setJson(true)}>
            JSON
          </Button>
        </div>
        <Button look="plain" onClick={() => download(`${fileName}.json`, new Blob([JSON.stringify(answer, null, 2)], { type: 'application/json' }))}>
          <Download size={14} aria-hidden /> JSON
        </Button>
      </div>
      {isJson ? <JsonText value={answer} /> : keys.map((key) => <Item key={key} name={key} answer={answer} item={items.find((one) => one.key === key)} fileName={fileName} />)}
      {!isJson && keys.length === 0 ? <Empty title="The answer holds no items" /> : null}
    </div>
  )
}

function Item({ name, answer, item, fileName }: { name: string; answer: Answer; item: ResponseItem | undefined; fileName: string }) {
  const rows = answer.data[name] ?? []
  const columns = columnsOf((item?.fields ?? []).map((field) => field.name), rows)
  const title = item?.label ? item.label : name
  return (
    <div className={styles.item}>
      <div className={styles.bar}>
        <h3>
          {title} <span className={styles.count}>{rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en')} rows`}</span>
        </h3>
        {rows.length > 0 ? (
          <Button look="plain" onClick={() => download(`${fileName}-${name}.csv`, new Blob([csv(columns, rows)], { type: 'text/csv' }))}>
            <Download size={14} aria-hidden /> CSV
          </Button>
        ) : null}
      </div>
      {item?.desc ? <p className={styles.count}>{item.desc}</p> : null}
      <Meta meta={answer.meta[name] ?? {}} />
      {rows.length === 0 ? <p className={styles.count}>No rows.</p> : <DataTable label={title} columns={columns} rows={rows} />}
    </div>
  )
}

function Meta({ meta }: { meta: Row }) {
  const members = Object.entries(meta)
  if (members.length === 0) {
    return null
  }
  return (
    <dl className={styles.meta}>
      {members.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

export function JsonText({ value }: { value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
  return (
    <div className={styles.item}>
      <pre className={styles.json} tabIndex={0} role="region" aria-label="JSON">
        {shown}
      </pre>
      <div>
        <CopyButton text={text} />
      </div>
    </div>
  )
}
