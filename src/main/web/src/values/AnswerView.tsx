import { useState } from 'react'

import type { Answer, ResponseItem } from '../api/client'
import { Button, Empty } from '../ui'
import { columnsOf, DataTable } from './DataTable'
import { Members } from './Members'
import { SaveCsv, SaveJson } from './save'
import { JsonView } from './TextView'
import styles from './values.module.css'

interface Props {
  answer: Answer
  /** What the workflow says about its items: their order, labels and columns. */
  items?: readonly ResponseItem[]
  /** Of the files that are downloaded, without what stands after the dot. */
  fileName: string
}

/** The keys of the items that an answer holds: those that are declared first. */
export function keysOf({ data }: Answer, items: readonly ResponseItem[]): string[] {
  return [...new Set([...items.map(({ key }) => key), ...Object.keys(data)])].filter((key) => key in data)
}

/** The answer of a workflow: the rows of each item as a table, or all of it as JSON. */
export function AnswerView({ answer, items = [], fileName }: Props) {
  const [isJson, setJson] = useState(false)
  const keys = keysOf(answer, items)
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
        {isJson ? null : <SaveJson value={answer} fileName={fileName} />}
      </div>
      {isJson ? <JsonView value={answer} fileName={fileName} /> : keys.map((key) => <Item key={key} name={key} answer={answer} item={items.find((one) => one.key === key)} fileName={fileName} />)}
      {!isJson && keys.length === 0 ? <Empty title="The answer holds no items" /> : null}
    </div>
  )
}

function Item({ name, answer, item, fileName }: { name: string; answer: Answer; item: ResponseItem | undefined; fileName: string }) {
  const rows = answer.data[name] ?? []
  const columns = columnsOf(item, rows)
  const title = titleOf(name, item)
  return (
    <div className={styles.item}>
      <div className={styles.bar}>
        <h3>
          {title} <span className={styles.count}>{rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en')} rows`}</span>
        </h3>
        {rows.length > 0 ? <SaveCsv columns={columns} rows={rows} fileName={`${fileName}-${name}`} /> : null}
      </div>
      {item?.desc ? <p className={styles.count}>{item.desc}</p> : null}
      <Members of={answer.meta[name] ?? {}} />
      {rows.length === 0 ? <p className={styles.count}>No rows.</p> : <DataTable label={title} columns={columns} rows={rows} />}
    </div>
  )
}

/** What people read above an item. */
export function titleOf(name: string, item: ResponseItem | undefined): string {
  return item?.label ? item.label : name
}
