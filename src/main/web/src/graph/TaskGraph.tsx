import { Background, Controls, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, useStore, type EdgeChange, type NodeChange } from '@xyflow/react'
import { useEffect, useEffectEvent, useMemo, useRef, useState, type DragEvent, type ReactNode } from 'react'
import '@xyflow/react/dist/base.css'

import { cycleClosedBy } from './cycles'
import { edgesOf, nodesOf, type GraphEdge } from './elements'
import styles from './graph.module.css'
import { layoutOf, NODE_HEIGHT, NODE_WIDTH, type Arrow, type Direction, type Place } from './layout'
import { TaskNode, type GraphTask, type TaskNodeType } from './TaskNode'
import { WayEdge, type WayEdgeType } from './WayEdge'

export type { GraphEdge } from './elements'
export type { GraphTask } from './TaskNode'

/** What is chosen in the graph: tasks by name, edges by `routeKey`. */
export interface Chosen {
  tasks: readonly string[]
  edges: readonly string[]
}

/** What can be done in a graph that is being edited. */
export interface Editing {
  onConnect: (edge: Arrow) => void
  /** An edge was drawn that would close this cycle. */
  onCycle: (cycle: string[]) => void
  onDelete: (chosen: Chosen) => void
  onMove: (places: Map<string, Place>) => void
  /** Something was dropped that `drag` had begun with. */
  onDrop: (kind: string, at: Place, onTask: string | null) => void
}

export interface TaskGraphProps {
  label: string
  tasks: readonly GraphTask[]
  edges: readonly GraphEdge[]
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
  direction?: Direction
  /** Tasks that somebody has put somewhere else. */
  moved?: ReadonlyMap<string, Place>
  /** Without it the graph can only be looked at. */
  editing?: Editing
  children?: ReactNode
}

const NODE_TYPES = { task: TaskNode }
const EDGE_TYPES = { way: WayEdge }
const NONE: ReadonlyMap<string, Place> = new Map()
/** A graph of more tasks has a small map. */
const MOST_WITHOUT_MAP = 25
/** The type of what is dragged into a graph. */
const DRAGGED = 'application/x-bew-task'
const FIT = { maxZoom: 1, padding: 0.12 }
const WORDS = {
  'node.a11yDescription.default': 'Enter chooses the task, Delete removes it.',
  'node.a11yDescription.keyboardDisabled': 'Enter chooses the task.',
  'edge.a11yDescription.default': 'Enter chooses the edge, Delete removes it.',
}

/** Begins to drag something into a graph. */
export function drag(event: DragEvent, kind: string): void {
  event.dataTransfer.setData(DRAGGED, kind)
  event.dataTransfer.effectAllowed = 'copy'
}

/** The graph of a workflow, to be looked at or edited; the picture, and by Tab, arrows and Enter without seeing it. It fills what it is in. */
export function TaskGraph(props: TaskGraphProps) {
  return (
    <section className={styles.graph} aria-label={props.label}>
      <ReactFlowProvider>
        <Flow {...props} />
      </ReactFlowProvider>
    </section>
  )
}

function Flow({ tasks, edges, chosen, onChoose, direction = 'down', moved = NONE, editing, children }: TaskGraphProps) {
  const { screenToFlowPosition, getIntersectingNodes } = useReactFlow()
  const layout = useMemo(() => layoutOf(tasks.map(({ name }) => name), edges, direction), [tasks, edges, direction])
  const [moving, setMoving] = useState(NONE)
  const canEdit = editing !== undefined
  const still = useMemo(() => nodesOf(tasks, edges, direction, canEdit), [tasks, edges, direction, canEdit])
  const nodes = still.map((node): TaskNodeType => {
    const position = moving.get(node.id) ?? moved.get(node.id) ?? layout.places.get(node.id) ?? { x: 0, y: 0 }
    return { ...node, position, selected: chosen.tasks.includes(node.id) }
  })
  const ways = useMemo(() => edgesOf(edges, layout, moving.size > 0 ? new Map([...moved, ...moving]) : moved, direction), [edges, layout, moved, moving, direction])
  const drawn = ways.map((way) => (chosen.edges.includes(way.id) ? { ...way, selected: true } : way))

  const takeNodes = (changes: NodeChange<TaskNodeType>[]) => {
    const places = changes.flatMap((change) => (change.type === 'position' && change.position ? [[change.id, change.position] as const] : []))
    if (places.length > 0) {
      setMoving((before) => new Map([...before, ...places]))
    }
    choose(changes, chosen.tasks, (names) => onChoose({ tasks: names, edges: names.length > 0 ? [] : chosen.edges }))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    const kind = event.dataTransfer.getData(DRAGGED)
    if (kind && editing) {
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const [hit] = getIntersectingNodes({ x, y, width: 1, height: 1 })
      editing.onDrop(kind, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }, hit?.id ?? null)
    }
  }
  return (
    <ReactFlow<TaskNodeType, WayEdgeType>
      className={styles.flow}
      nodes={nodes}
      edges={drawn}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      ariaLabelConfig={WORDS}
      fitView
      fitViewOptions={FIT}
      minZoom={0.05}
      maxZoom={1.75}
      onlyRenderVisibleElements={tasks.length > MOST_WITHOUT_MAP}
      nodesDraggable={canEdit}
      nodesConnectable={canEdit}
      deleteKeyCode={canEdit ? ['Delete', 'Backspace'] : null}
      connectionRadius={70}
      onNodesChange={takeNodes}
      onEdgesChange={(changes: EdgeChange<WayEdgeType>[]) => choose(changes, chosen.edges, (keys) => onChoose({ tasks: keys.length > 0 ? [] : chosen.tasks, edges: keys }))}
      onNodeDragStop={(_, __, dragged) => {
        editing?.onMove(new Map(dragged.map((node) => [node.id, node.position])))
        setMoving(NONE)
      }}
      onDelete={({ nodes: gone, edges: cut }) => editing?.onDelete({ tasks: gone.map(({ id }) => id), edges: cut.map(({ id }) => id) })}
      isValidConnection={({ source, target }) => cycleClosedBy(edges, { from: source, to: target }) === null}
      onConnect={({ source, target }) => editing?.onConnect({ from: source, to: target })}
      onConnectEnd={(_, { isValid, fromNode, toNode, fromHandle }) => {
        if (isValid === false && toNode && editing) {
          const [from, to] = fromHandle.type === 'source' ? [fromNode.id, toNode.id] : [toNode.id, fromNode.id]
          const cycle = cycleClosedBy(edges, { from, to })
          if (cycle) {
            editing.onCycle(cycle)
          }
        }
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <Background gap={20} />
      <Controls showInteractive={false} />
      {tasks.length > MOST_WITHOUT_MAP ? <MiniMap pannable zoomable ariaLabel="Map of the graph" /> : null}
      <Shown name={chosen.tasks.length === 1 ? chosen.tasks[0] : undefined} />
      {children}
    </ReactFlow>
  )
}

/** Tells the names that are chosen after some of these changes chose or left others. */
function choose(changes: { type: string; id?: string; selected?: boolean }[], before: readonly string[], tell: (names: string[]) => void): void {
  const names = new Set(before)
  let isOther = false
  for (const { type, id, selected } of changes) {
    if (type === 'select' && id !== undefined && names.has(id) !== selected) {
      isOther = true
      if (selected) {
        names.add(id)
      } else {
        names.delete(id)
      }
    }
  }
  if (isOther) {
    tell([...names])
  }
}

/** Moves the picture when a task was chosen elsewhere and is not to be seen, and when there is more or less room. */
function Shown({ name }: { name: string | undefined }) {
  const { fitView, getNode, getNodes, getViewport, setCenter } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const show = useEffectEvent((id: string) => {
    const node = getNode(id)
    const { x, y, zoom } = getViewport()
    if (!node || width === 0) {
      return
    }
    const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y]
    const isSeen = left >= 0 && top >= 0 && left + NODE_WIDTH * zoom <= width && top + NODE_HEIGHT * zoom <= height
    if (!isSeen || zoom < 0.3) {
      void setCenter(node.position.x + NODE_WIDTH / 2, node.position.y + NODE_HEIGHT / 2, { zoom: Math.min(Math.max(zoom, 0.7), 1), duration: 200 })
    }
  })
  const fit = useEffectEvent(() => {
    if (getNodes().length <= MOST_WITHOUT_MAP) {
      void fitView({ ...FIT, duration: 200 })
    } else if (name !== undefined) {
      show(name)
    }
  })
  useEffect(() => {
    if (name !== undefined) {
      show(name)
    }
  }, [name])
  const isShown = useRef(false)
  useEffect(() => {
    if (isShown.current) {
      fit()
    }
    isShown.current = width > 0
  }, [width, height])
  return null
}
