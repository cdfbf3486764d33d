import { Plus, Unlink } from 'lucide-react'
import { useState } from 'react'

import type { Edge, Task } from '../api/client'
import { routeKey } from '../graph/layout'
import type { Chosen } from '../graph/TaskGraph'
import { Button, IconButton, Select } from '../ui'
import { edgesOf } from './definition'
import type { Draft } from './draft'
import { Condition } from './EdgePanel'
import styles from './editor.module.css'
import { changeTask, connect, disconnect } from './recipes'
import { TaskPicker } from './TaskPicker'

interface ConnectionsProps {
  draft: Draft
  task: Task
  mayEdit: boolean
  onChoose: (chosen: Chosen) => void
}

/** The edges of a task, to be made and taken away without a pointer. */
export function Connections({ draft, task, mayEdit, onChoose }: ConnectionsProps) {
  const [way, setWay] = useState<'to' | 'from' | null>(null)
  const edges = edgesOf(draft.definition)
  const before = edges.filter(({ to }) => to === task.name)
  const after = edges.filter(({ from }) => from === task.name)
  const part = { draft, mayEdit, onChoose }
  return (
    <div className={styles.panelBody}>
      <EdgeList title="Waits for" edges={before} end="from" {...part} onAdd={() => setWay('from')} />
      {before.length > 1 ? (
        <label className={styles.inline}>
          Runs when
          <Select value={task.join ?? 'all'} disabled={!mayEdit} onChange={(event) => draft.change(changeTask(task.name, { join: event.target.value as 'all' | 'any' }))}>
            <option value="all">all of these edges are taken</option>
            <option value="any">at least one of these edges is taken</option>
          </Select>
        </label>
      ) : null}
      <EdgeList title="Followed by" edges={after} end="to" {...part} onAdd={() => setWay('to')} />
      {way ? (
        <TaskPicker
          definition={draft.definition}
          task={task.name}
          way={way}
          onClose={() => setWay(null)}
          onPick={(edge) => {
            draft.change(connect(edge))
            setWay(null)
          }}
        />
      ) : null}
    </div>
  )
}

function EdgeList({ title, edges, end, draft, mayEdit, onChoose, onAdd }: { title: string; edges: Edge[]; end: 'from' | 'to'; onAdd: () => void } & Omit<ConnectionsProps, 'task'>) {
  return (
    <section className={styles.edgeList}>
      <div className={styles.edgeListHead}>
        <h3>{title}</h3>
        {mayEdit ? (
          <Button onClick={onAdd}>
            <Plus size={14} aria-hidden /> {end === 'from' ? 'Wait for…' : 'Connect to…'}
          </Button>
        ) : null}
      </div>
      {edges.length === 0 ? <p className={styles.quiet}>{end === 'from' ? 'Nothing: it is at the start.' : 'Nothing: it is at the end.'}</p> : null}
      {edges.map((edge) => (
        <div key={routeKey(edge)} className={styles.edgeItem}>
          <div className={styles.edgeItemHead}>
            <Button onClick={() => onChoose({ tasks: [edge[end]], edges: [] })}>{edge[end]}</Button>
            {mayEdit ? (
              <IconButton name={`Remove the edge from ${edge.from} to ${edge.to}`} onClick={() => draft.change(disconnect([routeKey(edge)]))}>
                <Unlink size={16} aria-hidden />
              </IconButton>
            ) : null}
          </div>
          <Condition draft={draft} edge={edge} mayEdit={mayEdit} />
        </div>
      ))}
    </section>
  )
}
