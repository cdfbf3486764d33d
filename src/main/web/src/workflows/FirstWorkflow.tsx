import { BookOpen, Upload } from 'lucide-react'

import { useMay } from '../api/session'
import { Button, Empty, ProblemBox } from '../ui'
import type { Beginning } from './NewWorkflow'
import { useCreate } from './create'
import { newDefinition } from './template'
import styles from './workflows.module.css'

/** Where there is no workflow yet: one click makes one that answers. */
export function FirstWorkflow({ onDone, onNew }: { onDone: (ids: readonly string[]) => void; onNew: (from: Beginning) => void }) {
  const mayWrite = useMay('author')
  const create = useCreate((id) => onDone([id]))
  if (!mayWrite) {
    return <Empty title="There are no workflows yet">Whoever has a key with the role author makes them.</Empty>
  }
  return (
    <Empty title="Your first workflow is one click away">
      <p>It has one task in Python and answers at once. Change it from there.</p>
      <div className={styles.first}>
        <Button look="primary" data-tour="create" onClick={() => create.mutate(newDefinition('hello', 'Hello', 'foreground'))} disabled={create.isPending}>
          {create.isPending ? 'Making it…' : 'Make “Hello”'}
        </Button>
        <Button onClick={() => onNew('example')}>
          <BookOpen size={16} aria-hidden /> Begin with an example
        </Button>
        <Button onClick={() => onNew('file')}>
          <Upload size={16} aria-hidden /> Import files
        </Button>
      </div>
      {create.error ? <ProblemBox failure={create.error} /> : null}
    </Empty>
  )
}
