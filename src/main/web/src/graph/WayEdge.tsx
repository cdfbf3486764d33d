import { BaseEdge, EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'

import { classes } from '../ui'
import styles from './graph.module.css'
import type { Direction, Place } from './layout'

export type WayEdgeType = Edge<{ points: Place[]; direction: Direction; when?: string | null | undefined; tone?: 'taken' | 'left' | undefined }, 'way'>

const LONGEST_CONDITION = 28

/** An edge, as a smooth line through the points at which it passes by other tasks; its condition stands in its middle. */
export const WayEdge = memo(function WayEdge({ sourceX, sourceY, targetX, targetY, data, markerEnd, selected }: EdgeProps<WayEdgeType>) {
  const direction = data?.direction ?? 'down'
  const points = [{ x: sourceX, y: sourceY }, ...(data?.points ?? []), { x: targetX, y: targetY }]
  const middle = middleOf(points)
  return (
    <>
      <BaseEdge path={wayThrough(points, direction)} {...(markerEnd ? { markerEnd } : {})} className={classes(styles.edge, selected && styles.selectedEdge, data?.tone && styles[data.tone])} interactionWidth={18} />
      {data?.when ? (
        <EdgeLabelRenderer>
          <code className={classes(styles.condition, 'nodrag', 'nopan')} style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }} title={data.when}>
            {data.when.length > LONGEST_CONDITION ? `${data.when.slice(0, LONGEST_CONDITION - 1)}…` : data.when}
          </code>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
})

/** The SVG path of a line that leaves and reaches each point along the direction of the graph. */
export function wayThrough(points: readonly Place[], direction: Direction): string {
  const [first, ...others] = points
  if (!first) {
    return ''
  }
  let at = first
  const parts = others.map((next) => {
    const bend = direction === 'down' ? `${at.x},${(at.y + next.y) / 2} ${next.x},${(at.y + next.y) / 2}` : `${(at.x + next.x) / 2},${at.y} ${(at.x + next.x) / 2},${next.y}`
    at = next
    return `C${bend} ${next.x},${next.y}`
  })
  return `M${first.x},${first.y} ${parts.join(' ')}`
}

function middleOf(points: readonly Place[]): Place {
  const before = points[Math.floor((points.length - 1) / 2)] ?? { x: 0, y: 0 }
  const after = points[Math.ceil((points.length - 1) / 2)] ?? before
  const [left, right] = points.length % 2 === 0 ? [before, after] : [before, before]
  return { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }
}
