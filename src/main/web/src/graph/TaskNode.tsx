import { Handle, Position, type Node, type NodeProps } from '@xyflow/react'
import { CirclePause, TriangleAlert } from 'lucide-react'
import { memo, type ReactNode } from 'react'

import { classes, type Tone } from '../ui'
import styles from './graph.module.css'

/** A task as the graph shows it. */
export interface GraphTask {
  name: string
  label?: string | null | undefined
  isEnabled?: boolean
  /** Whether one of its edges is enough; it is said on the node. */
  joinsAny?: boolean
  tone?: Tone
  /** Short, at the right of the name: a state, or how long it took. */
  note?: ReactNode
  /** What is wrong with it; read out, and shown as a sign. */
  fault?: string | null
}

export type TaskNodeType = Node<{ task: GraphTask; isConnectable: boolean; direction: 'down' | 'right' }, 'task'>

/** A task: its label, and beneath it its name. */
export const TaskNode = memo(function TaskNode({ data: { task, isConnectable, direction }, selected }: NodeProps<TaskNodeType>) {
  const isOff = task.isEnabled === false
  return (
    <div className={classes(styles.node, selected && styles.selected, isOff && styles.off, task.tone && styles[task.tone])}>
      <Handle type="target" position={direction === 'down' ? Position.Top : Position.Left} isConnectable={isConnectable} className={styles.handle} />
      <div className={styles.nodeLabel}>{task.label || task.name}</div>
      <div className={styles.nodeFoot}>
        <code>{task.name}</code>
        {task.joinsAny ? <span className={styles.sign}>any</span> : null}
        {isOff ? (
          <span className={styles.sign}>
            <CirclePause size={12} aria-hidden /> off
          </span>
        ) : null}
        {task.note}
        {task.fault ? <TriangleAlert size={14} aria-hidden className={styles.fault} /> : null}
      </div>
      <Handle type="source" position={direction === 'down' ? Position.Bottom : Position.Right} isConnectable={isConnectable} className={styles.handle} />
    </div>
  )
})
