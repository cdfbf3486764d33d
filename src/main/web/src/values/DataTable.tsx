import { useVirtualizer } from '@tanstack/react-virtual'
import { useState } from 'react'

import type { ResponseItem, Row } from '../api/client'
import { classes, uiStyles } from '../ui'
import { valueText } from './text'
import styles from './values.module.css'

interface Props {
  label: string
  columns: readonly string[]
  rows: readonly Row[]
}

/** Pixels. */
const ROW_HEIGHT = 33
/** Tables up to this length are there as a whole, so that the browser finds and prints all of it. */
const SHORT = 100
const LOOKED_AT = 200

/** Rows as a table; of a long one only what is in sight is there. */
export function DataTable({ label, columns, rows }: Props) {
  const [frame, setFrame] = useState<HTMLDivElement | null>(null)
  return (
    <div ref={setFrame} className={classes(uiStyles.tableFrame, styles.rows)} role="region" aria-label={label} tabIndex={0}>
      <table className={uiStyles.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={typeof rows[0]?.[column] === 'number' ? styles.number : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.length > SHORT ? <LongRows frame={frame} columns={columns} rows={rows} /> : rows.map((row, index) => <TableRow key={index} index={index} columns={columns} row={row} />)}</tbody>
      </table>
    </div>
  )
}

function LongRows({ frame, columns, rows }: Omit<Props, 'label'> & { frame: HTMLDivElement | null }) {
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is not handed on
  const view = useVirtualizer({ count: rows.length, getScrollElement: () => frame, estimateSize: () => ROW_HEIGHT, overscan: 20 })
  const shown = view.getVirtualItems()
  const before = shown[0]?.start ?? 0
  const after = view.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <>
      {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
      {shown.map(({ index }) => (
        <TableRow key={index} index={index} columns={columns} row={rows[index] ?? {}} />
      ))}
      {after > 0 ? <tr aria-hidden style={{ height: after }} /> : null}
    </>
  )
}

function TableRow({ index, columns, row }: { index: number; columns: readonly string[]; row: Row }) {
  return (
    <tr aria-rowindex={index + 2} className={styles.row}>
      {columns.map((column) => (
        <Cell key={column} value={row[column]} />
      ))}
    </tr>
  )
}

function Cell({ value }: { value: unknown }) {
  if (value === null || value === undefined) {
    return <td className={styles.nothing}>{value === null ? 'null' : ''}</td>
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return <td className={typeof value === 'number' ? styles.number : undefined}>{String(value)}</td>
  }
  const text = valueText(value)
  return (
    <td className={styles.cell} title={text}>
      {text}
    </td>
  )
}

/** The names of all members, those that the item declares first. */
export function columnsOf(item: ResponseItem | undefined, rows: readonly Row[]): string[] {
  return [...new Set([...(item?.fields ?? []).map(({ name }) => name), ...rows.slice(0, LOOKED_AT).flatMap((row) => Object.keys(row))])]
}
