import { Download } from 'lucide-react'

import type { Row } from '../api/client'
import { Button } from '../ui'
import { csv, download } from './download'

/** Downloads any value as JSON; `fileName` is without its ending. */
export function SaveJson({ value, fileName, children = 'JSON' }: { value: unknown; fileName: string; children?: string }) {
  return (
    <Button look="plain" onClick={() => download(`${fileName}.json`, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))}>
      <Download size={14} aria-hidden /> {children}
    </Button>
  )
}

/** Downloads rows as CSV; `fileName` is without its ending. */
export function SaveCsv({ columns, rows, fileName }: { columns: readonly string[]; rows: readonly Row[]; fileName: string }) {
  return (
    <Button look="plain" onClick={() => download(`${fileName}.csv`, new Blob([csv(columns, rows)], { type: 'text/csv' }))}>
      <Download size={14} aria-hidden /> CSV
    </Button>
  )
}
