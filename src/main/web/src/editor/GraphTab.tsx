import { useMemo } from 'react'

import type { WorkflowDefinition } from '../api/client'
import { useMay } from '../api/session'
import { routeKey, type Place } from '../graph/layout'
import { TaskGraph, type Editing, type GraphTask } from '../graph/TaskGraph'
import { classes, Empty, useToasts } from '../ui'
import { useFaults, type DefinitionFault } from './check'
import { useChosen } from './chosen'
import { edgesOf, isEnabled } from './definition'
import { draftOf, type Draft } from './draft'
import { EdgePanel } from './EdgePanel'
import styles from './editor.module.css'
import { Palette } from './Palette'
import { usePlaces } from './places'
import { addTask, connect, disconnect, freeName, kindNamed, removeTasks } from './recipes'
import { TaskPanel } from './TaskPanel'
import { useStable } from './useStable'

/** The graph of the workflow, and beside it what is chosen in it. */
export default function GraphTab({ draft }: { draft: Draft }) {
  const mayEdit = useMay('author')
  const { faults } = useFaults()
  const { chosen, place, choose } = useChosen(draft.definition)
  const { moved, add, editing, layOut } = useEditing(draft, choose)
  const { definition } = draft
  const tasks = useStable(definition.tasks.map((task, index): GraphTask => ({ name: task.name, label: task.label, isEnabled: isEnabled(task), joinsAny: task.join === 'any', fault: faultOfTask(faults, index) })))
  const edges = useStable(edgesOf(definition).map(({ from, to, when }) => ({ from, to, when })))
  const [name] = chosen.tasks
  const task = chosen.tasks.length === 1 ? definition.tasks.find((one) => one.name === name) : undefined
  const edge = chosen.edges.length === 1 ? edgesOf(definition).find((one) => routeKey(one) === chosen.edges[0]) : undefined
  const close = () => choose({ tasks: [], edges: [] })
  return (
    <div className={styles.stage}>
      <div className={classes(styles.workbench, (task ?? edge) && styles.withPanel)}>
        <div className={styles.graphColumn}>
          {mayEdit ? <Palette onAdd={(kind) => add(kind, task?.name ?? null)} onLayOut={layOut} isMoved={moved.size > 0} /> : null}
          {tasks.length === 0 ? (
            <Empty title="No task yet">A workflow needs at least one.</Empty>
          ) : (
            <TaskGraph label="Graph of the tasks" tasks={tasks} edges={edges} chosen={chosen} onChoose={choose} moved={moved} {...(mayEdit ? { editing } : {})} />
          )}
        </div>
        {task ? <TaskPanel key={task.name} draft={draft} task={task} mayEdit={mayEdit} place={place} onChoose={choose} onClose={close} /> : null}
        {edge ? <EdgePanel key={routeKey(edge)} draft={draft} edge={edge} mayEdit={mayEdit} onChoose={choose} onClose={close} /> : null}
      </div>
    </div>
  )
}

/** The first thing that is wrong with a task or its code. */
function faultOfTask(faults: readonly DefinitionFault[], index: number): string | null {
  const pointer = `/tasks/${index}`
  return faults.find((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))?.message ?? null
}

const NOWHERE: Record<string, Place> = {}

type Choose = ReturnType<typeof useChosen>['choose']

/** What is done to the draft from the graph; the same functions as long as it is the same draft. */
function useEditing({ id, definition }: Draft, choose: Choose) {
  const { say } = useToasts()
  const kept = usePlaces((places) => places.moved[id] ?? NOWHERE)
  const moved = usePlacesOf(kept, definition)
  return useMemo(() => {
    const { move, reset } = usePlaces.getState()
    const draft = draftOf(id).getState
    const add = (kind: string, after: string | null) => {
      const { make, name } = kindNamed(kind)
      const task = make(freeName(draft().definition, name))
      draft().change(addTask(task, after))
      choose({ tasks: [task.name], edges: [] })
      return task.name
    }
    const editing: Editing = {
      onConnect: (edge) => draft().change(connect(edge)),
      onCycle: (cycle) => say(`Not connected: the tasks would wait for each other, ${cycle.join(' → ')}`, { life: 8_000 }),
      onDelete: ({ tasks, edges }) => {
        draft().change((before) => disconnect(edges)(removeTasks(tasks)(before)))
        choose({ tasks: [], edges: [] })
        say(tasks.length > 0 ? `Removed ${tasks.join(', ')}` : 'Removed the edge', { action: { label: 'Undo', onAction: draft().undo } })
      },
      onMove: (places) => move(id, places),
      onDrop: (kind, at, onTask) => {
        const name = add(kind, onTask)
        if (onTask === null) {
          move(id, new Map([[name, at]]))
        }
      },
    }
    return { moved, add, editing, layOut: () => reset(id) }
  }, [id, moved, choose, say])
}

/** The places of tasks that are still there. */
function usePlacesOf(kept: Record<string, Place>, definition: WorkflowDefinition): Map<string, Place> {
  const names = useStable(definition.tasks.map(({ name }) => name).filter((name) => Object.hasOwn(kept, name)))
  return useMemo(() => new Map(names.flatMap((name) => (kept[name] ? [[name, kept[name]] as const] : []))), [names, kept])
}
