import { Download } from 'lucide-react'

import type { Answer, ResponseItem, Row } from '../api/client'
import { Button, Bytes } from '../ui'
import { keysOf, titleOf } from '../values/AnswerView'
import { columnsOf, DataTable } from '../values/DataTable'
import { download } from '../values/download'
import { Members } from '../values/Members'
import { SaveCsv, SaveJson } from '../values/save'
import styles from './dashboard.module.css'
import { blobOf, fileNameOf, mediaOf, shownAs, type Media } from './results'

interface Props {
  answer: Answer
  items: readonly ResponseItem[]
  fileName: string
}

/** The answer, each of its items in the way that suits it: as text, facts, a table, pictures or files. */
export function ResultView({ answer, items, fileName }: Props) {
  const keys = keysOf(answer, items)
  return (
    <div className={styles.results}>
      {keys.length === 0 ? <p className={styles.quiet}>It is done. It answers nothing.</p> : null}
      {keys.map((key) => (
        <Item key={key} name={key} item={items.find((one) => one.key === key)} rows={answer.data[key] ?? []} meta={answer.meta[key] ?? {}} fileName={fileName} />
      ))}
      <div>
        <SaveJson value={answer} fileName={fileName}>
          Save all as JSON
        </SaveJson>
      </div>
    </div>
  )
}

function Item({ name, item, rows, meta, fileName }: { name: string; item: ResponseItem | undefined; rows: readonly Row[]; meta: Row; fileName: string }) {
  const title = titleOf(name, item)
  const columns = columnsOf(item, rows)
  return (
    <div className={styles.item}>
      <div className={styles.itemHead}>
        <h2>{title}</h2>
        {shownAs(rows) === 'table' ? <SaveCsv columns={columns} rows={rows} fileName={`${fileName}-${name}`} /> : null}
      </div>
      {item?.desc ? <p className={styles.quiet}>{item.desc}</p> : null}
      <Facts row={meta} />
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
  return <Members of={row} className={styles.facts} />
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
      <Facts row={rest} />
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
