import { Command } from 'cmdk'

import type { WorkflowDefinition } from '../api/client'
import { cycleClosedBy } from '../graph/cycles'
import type { Arrow } from '../graph/layout'
import { Dialog } from '../ui'
import { edgesOf } from './definition'
import styles from './editor.module.css'

interface TaskPickerProps {
  definition: WorkflowDefinition
  task: string
  /** Whether the task comes before or after the one that is picked. */
  way: 'to' | 'from'
  onPick: (edge: Arrow) => void
  onClose: () => void
}

/** Connects a task without a pointer: a list of all tasks, in which those that would close a cycle say so. */
export function TaskPicker({ definition, task, way, onPick, onClose }: TaskPickerProps) {
  const edgeWith = (other: string): Arrow => (way === 'to' ? { from: task, to: other } : { from: other, to: task })
  const edges = edgesOf(definition)
  const isThere = (edge: Arrow) => edges.some(({ from, to }) => from === edge.from && to === edge.to)
  const others = definition.tasks.filter(({ name }) => name !== task && !isThere(edgeWith(name)))
  return (
    <Dialog title={way === 'to' ? `Connect ${task} to…` : `Let ${task} wait for…`} isOpen onClose={onClose}>
      <Command label="Tasks" className={styles.picker}>
        <Command.Input className={styles.pickerInput} placeholder="Name or label of a task" autoFocus />
        <Command.List className={styles.pickerList}>
          <Command.Empty>No other task is like that.</Command.Empty>
          {others.map(({ name, label }) => {
            const cycle = cycleClosedBy(edges, edgeWith(name))
            return (
              <Command.Item key={name} value={`${name} ${label ?? ''}`} disabled={cycle !== null} onSelect={() => onPick(edgeWith(name))} className={styles.pickerItem}>
                <span>
                  {label || name} <code>{name}</code>
                </span>
                {cycle ? <small>would wait for itself: {cycle.join(' → ')}</small> : null}
              </Command.Item>
            )
          })}
        </Command.List>
      </Command>
    </Dialog>
  )
}
