import { Braces, Download } from 'lucide-react'

import type { Answer, ResponseItem, Row } from '../api/client'
import { Button, Bytes } from '../ui'
import { columnsOf, DataTable } from '../tryit/DataTable'
import { csv, download } from '../tryit/download'
import styles from './dashboard.module.css'
import { blobOf, fileNameOf, mediaOf, shownAs, type Media } from './results'

interface Props {
  answer: Answer
  items: readonly ResponseItem[]
  fileName: string
}

/** The answer, each of its items in the way that suits it: as text, facts, a table, pictures or files. */
export function ResultView({ answer, items, fileName }: Props) {
  const keys = [...new Set([...items.map(({ key }) => key), ...Object.keys(answer.data)])].filter((key) => key in answer.data)
  return (
    <div className={styles.results}>
      {keys.length === 0 ? <p className={styles.quiet}>It is done. It answers nothing.</p> : null}
      {keys.map((key) => (
        <Item key={key} name={key} item={items.find((one) => one.key === key)} rows={answer.data[key] ?? []} meta={answer.meta[key] ?? {}} fileName={fileName} />
      ))}
      <div>
        <Button look="plain" onClick={() => download(`${fileName}.json`, new Blob([JSON.stringify(answer, null, 2)], { type: 'application/json' }))}>
          <Braces size={14} aria-hidden /> Save all as JSON
        </Button>
      </div>
    </div>
  )
}

function Item({ name, item, rows, meta, fileName }: { name: string; item: ResponseItem | undefined; rows: readonly Row[]; meta: Row; fileName: string }) {
  const title = item?.label ? item.label : name
  const columns = columnsOf((item?.fields ?? []).map((field) => field.name), rows)
  const isTable = shownAs(rows) === 'table'
  return (
    <div className={styles.item}>
      <div className={styles.itemHead}>
        <h2>{title}</h2>
        {isTable ? (
          <Button look="plain" onClick={() => download(`${fileName}-${name}.csv`, new Blob([csv(columns, rows)], { type: 'text/csv' }))}>
            <Download size={14} aria-hidden /> CSV
          </Button>
        ) : null}
      </div>
      {item?.desc ? <p className={styles.quiet}>{item.desc}</p> : null}
      {Object.keys(meta).length > 0 ? <Facts row={meta} /> : null}
      <Rows title={title} columns={columns} rows={rows} />
    </div>
  )
}

function Rows({ title, columns, rows }: { title: string; columns: string[]; rows: readonly Row[] }) {
  const first = rows[0] ?? {}
  switch (shownAs(rows)) {
    case 'nothing':
      return <p className={styles.quiet}>Nothing.</p>
    case 'text':
      return <p className={styles.text}>{String(Object.values(first)[0])}</p>
    case 'facts':
      return <Facts row={first} />
    case 'table':
      return <DataTable label={title} columns={columns} rows={rows} />
    case 'media':
      return (
        <div className={styles.gallery}>
          {rows.map((row, index) => (
            <MediaRow key={index} row={row} />
          ))}
        </div>
      )
  }
}

function Facts({ row }: { row: Row }) {
  return (
    <dl className={styles.facts}>
      {Object.entries(row).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function MediaRow({ row }: { row: Row }) {
  const files = Object.entries(row).flatMap(([column, value]): [string, Media][] => {
    const media = mediaOf(value)
    return media ? [[column, media]] : []
  })
  const names = files.map(([column, media]) => fileNameOf(row, column, media))
  const rest = Object.fromEntries(Object.entries(row).filter(([, value]) => mediaOf(value) === null && !names.includes(String(value))))
  return (
    <div className={styles.mediaRow}>
      {files.map(([column, media]) => (
        <MediaFigure key={column} media={media} name={fileNameOf(row, column, media)} />
      ))}
      {Object.keys(rest).length > 0 ? <Facts row={rest} /> : null}
    </div>
  )
}

function MediaFigure({ media, name }: { media: Media; name: string }) {
  const blob = blobOf(media)
  if (!blob) {
    return <p className={styles.quiet}>{name} cannot be read.</p>
  }
  return (
    <figure className={styles.figure}>
      {media.isImage ? <img src={media.address} alt={name} /> : null}
      <figcaption>
        <Button onClick={() => download(name, blob)}>
          <Download size={14} aria-hidden /> Save {name}
        </Button>{' '}
        <span className={styles.quiet}>
          <Bytes bytes={blob.size} />
        </span>
      </figcaption>
    </figure>
  )
}
