import { MarkerType, Position, type NodeHandle } from '@xyflow/react'

import { NODE_HEIGHT, NODE_WIDTH, routeKey, type Arrow, type Direction, type Layout, type Place } from './layout'
import type { GraphTask, TaskNodeType } from './TaskNode'
import type { WayEdgeType } from './WayEdge'

/** An edge as the graph shows it. */
export interface GraphEdge extends Arrow {
  when?: string | null | undefined
  /** Of a run: whether it was taken. */
  tone?: 'taken' | 'left' | undefined
}

const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT }

/** Where edges begin and end, told so that tasks beyond the screen need not be drawn to be measured. */
function handles(direction: Direction): NodeHandle[] {
  const [start, end] = direction === 'down' ? [Position.Top, Position.Bottom] : [Position.Left, Position.Right]
  const at = (position: Position): Place => ({
    x: position === Position.Left ? 0 : position === Position.Right ? NODE_WIDTH : NODE_WIDTH / 2,
    y: position === Position.Top ? 0 : position === Position.Bottom ? NODE_HEIGHT : NODE_HEIGHT / 2,
  })
  return [
    { type: 'target', position: start, ...at(start), width: 1, height: 1 },
    { type: 'source', position: end, ...at(end), width: 1, height: 1 },
  ]
}

/** The nodes without what changes as they are moved and selected. */
export function nodesOf(tasks: readonly GraphTask[], edges: readonly Arrow[], direction: Direction, isConnectable: boolean): Omit<TaskNodeType, 'position'>[] {
  const shared = handles(direction)
  return tasks.map((task) => ({
    id: task.name,
    type: 'task' as const,
    data: { task, isConnectable, direction },
    ...SIZE,
    measured: SIZE,
    handles: shared,
    ariaRole: 'group' as const,
    ariaLabel: labelOf(task, edges),
  }))
}

/** What is read out of a task: all that the picture tells. */
function labelOf(task: GraphTask, edges: readonly Arrow[]): string {
  const before = edges.filter((edge) => edge.to === task.name).map((edge) => edge.from)
  const after = edges.filter((edge) => edge.from === task.name).map((edge) => edge.to)
  return [
    `Task ${task.label ? `${task.label}, ${task.name}` : task.name}`,
    task.isEnabled === false ? 'switched off' : '',
    typeof task.note === 'string' ? task.note : '',
    task.fault ? `fault: ${task.fault}` : '',
    before.length > 0 ? `after ${before.join(', ')}` : 'at the start',
    after.length > 0 ? `before ${after.join(', ')}` : 'at the end',
  ]
    .filter(Boolean)
    .join('; ')
}

export function edgesOf(edges: readonly GraphEdge[], layout: Layout, moved: ReadonlyMap<string, Place>, direction: Direction): WayEdgeType[] {
  return edges.map(({ from, to, when, tone }) => {
    const points = moved.has(from) || moved.has(to) ? [] : (layout.routes.get(routeKey({ from, to })) ?? [])
    return {
      id: routeKey({ from, to }),
      type: 'way' as const,
      source: from,
      target: to,
      data: { points, direction, when, tone },
      markerEnd: { type: MarkerType.ArrowClosed, markerUnits: 'userSpaceOnUse', width: 16, height: 16, color: 'var(--strong-line)' },
      ariaLabel: `From ${from} to ${to}${when ? `, when ${when}` : ''}`,
    }
  })
}
