import { Background, BaseEdge, Controls, Handle, Position, ReactFlow, type Edge, type EdgeProps, type Node, type NodeProps } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { createContext, memo, use, useEffect, useMemo, useState } from 'react'
import { createStore, useStore } from 'zustand'

import type { Workflow } from '../api/client'
import { layoutOf, NODE_HEIGHT, NODE_WIDTH, routeKey, type Layout, type Place } from '../graph/layout'
import { classes } from '../ui'
import { durationText } from '../ui/quantities'
import styles from './graph.module.css'
import { instant } from './instant'
import type { RunState, TaskState } from './runState'
import { StatusIcon } from './StatusIcon'

interface Shown {
  tasks: ReadonlyMap<string, TaskState>
  chosen: string | null
}

type TaskNode = Node<{ label: string }, 'task'>
type RouteEdge = Edge<{ route: Place[]; condition: string | null }, 'route'>

/** What nodes and edges look at by themselves: the graph is built once, and an event draws only the tasks again that it is about. */
const Live = createContext(createStore<Shown>(() => ({ tasks: new Map(), chosen: null })))

/** The graph of the version that runs, in the colours of what has happened. Everything in it is also in the timeline, which is for the keyboard. */
export function RunGraph({ definition, state, chosen, onChoose }: { definition: Workflow; state: RunState; chosen: string | null; onChoose: (task: string | null) => void }) {
  const [live] = useState(() => createStore<Shown>(() => ({ tasks: state.tasks, chosen })))
  useEffect(() => live.setState({ tasks: state.tasks, chosen }), [live, state.tasks, chosen])
  const layout = useMemo(() => layoutOf(definition.tasks.map((task) => task.name), definition.edges ?? []), [definition])
  return (
    <div className={styles.frame} role="group" aria-label={summary(state)} style={{ height: heightOf(layout) }}>
      <Live value={live}>
        <Flow definition={definition} layout={layout} onChoose={onChoose} />
      </Live>
    </div>
  )
}

const Flow = memo(function Flow({ definition, layout, onChoose }: { definition: Workflow; layout: Layout; onChoose: (task: string | null) => void }) {
  const nodes = useMemo(() => nodesOf(definition, layout), [definition, layout])
  const edges = useMemo(() => edgesOf(definition, layout), [definition, layout])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODES}
      edgeTypes={EDGES}
      onNodeClick={(_, node) => onChoose(node.id)}
      onPaneClick={() => onChoose(null)}
      fitView
      fitViewOptions={FIT}
      minZoom={0.02}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnScroll={false}
      preventScrolling={false}
      disableKeyboardA11y
    >
      <Background />
      <Controls showInteractive={false} />
    </ReactFlow>
  )
})

const FIT = { padding: 0.08, maxZoom: 1 }
/** Of the frame, in pixels: at least, at most, and a width that is usual. */
const LOWEST = 160
const HIGHEST = 440
const USUAL_WIDTH = 700

/** As high as the graph is when it fits the width. */
function heightOf({ places }: Layout): number {
  const corners = [...places.values()]
  const bottom = Math.max(...corners.map((place) => place.y + NODE_HEIGHT))
  const right = Math.max(...corners.map((place) => place.x + NODE_WIDTH))
  return Math.min(HIGHEST, Math.max(LOWEST, Math.min(0.8, USUAL_WIDTH / right) * bottom + 60))
}

function nodesOf(definition: Workflow, { places }: Layout): TaskNode[] {
  return definition.tasks.map((task) => ({ id: task.name, type: 'task', position: places.get(task.name) ?? { x: 0, y: 0 }, width: NODE_WIDTH, height: NODE_HEIGHT, data: { label: task.label ?? '' } }))
}

function edgesOf(definition: Workflow, { routes }: Layout): RouteEdge[] {
  return (definition.edges ?? []).map((edge) => ({ id: routeKey(edge), type: 'route', source: edge.from, target: edge.to, data: { route: routes.get(routeKey(edge)) ?? [], condition: edge.when ?? null } }))
}

function summary(state: RunState): string {
  const counts = new Map<string, number>()
  state.tasks.forEach((task) => counts.set(task.status, (counts.get(task.status) ?? 0) + 1))
  return `Graph of ${state.tasks.size} tasks: ${[...counts].map(([status, count]) => `${count} ${status.replaceAll('_', ' ')}`).join(', ')}`
}

const TaskBox = memo(function TaskBox({ id, data }: NodeProps<TaskNode>) {
  const live = use(Live)
  const task = useStore(live, (shown) => shown.tasks.get(id))
  const isChosen = useStore(live, (shown) => shown.chosen === id)
  const status = task?.status ?? 'waiting'
  return (
    <div className={classes(styles.node, styles[status], isChosen && styles.chosen)} title={task?.skippedBecause ?? undefined}>
      <Handle type="target" position={Position.Top} className={styles.handle} />
      <StatusIcon status={status} />
      <span className={styles.names}>
        <span className={styles.label}>{data.label || id}</span>
        <span className={styles.below}>
          <code className={styles.name}>{data.label ? id : ''}</code>
          <span className={styles.time}>{task ? timeOf(task) : null}</span>
        </span>
      </span>
      <Handle type="source" position={Position.Bottom} className={styles.handle} />
    </div>
  )
})

function timeOf({ status, attempts, startedAt, finishedAt }: TaskState): string {
  const took = startedAt && finishedAt && status !== 'running' && status !== 'waiting' ? durationText(Math.max(0, instant(finishedAt) - instant(startedAt)) / 1000) : ''
  return attempts > 1 ? `${took} ×${attempts}` : took
}

const Route = memo(function Route({ source, target, sourceX, sourceY, targetX, targetY, data }: EdgeProps<RouteEdge>) {
  const look = useStore(use(Live), ({ tasks }) => edgeLook(tasks.get(source), tasks.get(target)))
  const points = [{ x: sourceX, y: sourceY }, ...(data?.route ?? []), { x: targetX, y: targetY }]
  return <BaseEdge path={pathThrough(points)} className={classes(styles.edge, styles[look], data?.condition && styles.conditional)} />
})

function edgeLook(source: TaskState | undefined, target: TaskState | undefined): 'idle' | 'moving' | 'done' | 'left' {
  if (target?.status === 'skipped' || source?.status === 'skipped') {
    return 'left'
  }
  if (target?.status === 'running') {
    return 'moving'
  }
  return source?.status === 'succeeded' && target !== undefined && target.attempts > 0 ? 'done' : 'idle'
}

/** Leaves and reaches each point from above down. */
function pathThrough(points: readonly Place[]): string {
  return points.map((point, index) => {
    const before = points[index - 1]
    const middle = before ? (before.y + point.y) / 2 : 0
    return before ? `C ${before.x} ${middle}, ${point.x} ${middle}, ${point.x} ${point.y}` : `M ${point.x} ${point.y}`
  }).join(' ')
}

const NODES = { task: TaskBox }
const EDGES = { route: Route }
