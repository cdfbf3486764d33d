import { Copy, Ellipsis, Link2, Trash2, X } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'

import type { Task } from '../api/client'
import { CodeEditor } from '../code/CodeEditor'
import type { Chosen } from '../graph/TaskGraph'
import { IconButton, Menu, Skeleton, Switch, Tabs, TextInput, useToasts } from '../ui'
import { useFaults } from './check'
import type { CodePlace } from './chosen'
import { taskCompletion } from './completion'
import { Connections } from './Connections'
import { edgesOf, isEnabled } from './definition'
import { draftOf, type Draft } from './draft'
import styles from './editor.module.css'
import { addTask, changeTask, connect, freeName, removeTasks, switchTask } from './recipes'
import { TaskName } from './TaskName'
import { TaskPicker } from './TaskPicker'
import { TaskSettings } from './TaskSettings'
import { useStable } from './useStable'

const RunTask = lazy(() => import('../tryit/RunTask').then((module) => ({ default: module.RunTask })))

interface TaskPanelProps {
  draft: Draft
  task: Task
  mayEdit: boolean
  place: CodePlace | null
  onChoose: (chosen: Chosen) => void
  onClose: () => void
}

/** One task: its label and name, its code, what it is connected with, and how it is executed. */
export function TaskPanel({ draft, task, mayEdit, place, onChoose, onClose }: TaskPanelProps) {
  const [tab, setTab] = useState('code')
  const count = edgesOf(draft.definition).filter(({ from, to }) => from === task.name || to === task.name).length
  const part = { draft, task, mayEdit, onChoose }
  return (
    <aside className={styles.panel} aria-label={`Task ${task.name}`}>
      <PanelHead {...part} onClose={onClose} />
      <div className={styles.panelTabs}>
        <Tabs
          label="Parts of the task"
          value={place ? 'code' : tab}
          onChange={(to) => {
            setTab(to)
            if (place) {
              onChoose({ tasks: [task.name], edges: [] })
            }
          }}
          tabs={[
            { id: 'code', label: 'Code', content: <TaskCode draft={draft} task={task} mayEdit={mayEdit} place={place} /> },
            { id: 'connections', label: `Connections (${count})`, content: <Connections {...part} /> },
            { id: 'run', label: 'Run', content: <Suspense fallback={<Skeleton />}><RunTask key={task.name} draft={draft} task={task} /></Suspense> },
            { id: 'settings', label: 'Task settings', content: <TaskSettings {...part} /> },
          ]}
        />
      </div>
    </aside>
  )
}

type PartProps = Pick<TaskPanelProps, 'draft' | 'task' | 'mayEdit' | 'onChoose'>

function PanelHead({ draft, task, mayEdit, onChoose, onClose }: PartProps & { onClose: () => void }) {
  const [isConnecting, setConnecting] = useState(false)
  const entries = useTaskEntries({ draft, task, mayEdit, onChoose }, () => setConnecting(true), onClose)
  return (
    <div className={styles.panelHead}>
      <div className={styles.panelTitle}>
        <TextInput
          aria-label="Label of the task"
          className={styles.labelInput}
          value={task.label ?? ''}
          placeholder={task.name}
          readOnly={!mayEdit}
          onChange={(event) => draft.change(changeTask(task.name, { label: event.target.value }), `${task.name}/label`)}
        />
        <TaskName draft={draft} task={task} mayEdit={mayEdit} onRename={(name) => onChoose({ tasks: [name], edges: [] })} />
      </div>
      <Switch label={`Task ${task.name} is executed`} isOn={isEnabled(task)} isDisabled={!mayEdit} onChange={() => draft.change(switchTask(task.name))} />
      {mayEdit ? (
        <Menu
          trigger={
            <button type="button" className={styles.iconButton} aria-label="More about the task">
              <Ellipsis size={16} aria-hidden />
            </button>
          }
          entries={entries}
        />
      ) : null}
      <IconButton name="Close the task" onClick={onClose}>
        <X size={16} aria-hidden />
      </IconButton>
      {isConnecting ? (
        <TaskPicker
          definition={draft.definition}
          task={task.name}
          way="to"
          onClose={() => setConnecting(false)}
          onPick={(edge) => {
            draft.change(connect(edge))
            setConnecting(false)
          }}
        />
      ) : null}
    </div>
  )
}

function useTaskEntries({ draft, task, onChoose }: PartProps, onConnect: () => void, onClose: () => void) {
  const { say } = useToasts()
  const copy = () => {
    const name = freeName(draft.definition, task.name)
    const code = task.code.replace(new RegExp(`^(\\s*def\\s+)${task.name}(?=\\s*\\()`, 'm'), (_, def: string) => def + name)
    draft.change(addTask({ ...task, name, code }, null))
    onChoose({ tasks: [name], edges: [] })
  }
  const remove = () => {
    draft.change(removeTasks([task.name]))
    onClose()
    say(`Removed ${task.name}`, { action: { label: 'Undo', onAction: draft.undo } })
  }
  return [
    { label: 'Connect to…', icon: <Link2 size={14} aria-hidden />, onSelect: onConnect },
    { label: 'Duplicate', icon: <Copy size={14} aria-hidden />, onSelect: copy },
    { label: 'Delete', icon: <Trash2 size={14} aria-hidden />, onSelect: remove },
  ]
}

function TaskCode({ draft, task, mayEdit, place }: { draft: Draft; task: Task; mayEdit: boolean; place: CodePlace | null }) {
  const { faults } = useFaults()
  const pointer = `/tasks/${draft.definition.tasks.indexOf(task)}/code`
  const here = useStable(faults.filter((fault) => fault.pointer === pointer).map(({ line = 1, column, message, isWarning }) => ({ line, column, message, isWarning })))
  const extension = useMemo(() => taskCompletion(() => ({ definition: draftOf(draft.id).getState().definition, task: task.name })), [draft.id, task.name])
  const goal = useStable(place)
  return (
    <div className={styles.code}>
      <div className={styles.codeFrame}>
        <CodeEditor
          label={`Code of ${task.name}`}
          value={task.code}
          faults={here}
          place={goal}
          extension={extension}
          {...(mayEdit ? { onChange: (code: string) => draft.change(changeTask(task.name, { code }), `${task.name}/code`) } : {})}
        />
      </div>
      {here.length > 0 ? (
        <ul className={styles.codeFaults} aria-label="Problems of the code">
          {here.map((fault) => (
            <li key={`${fault.line}:${fault.message}`}>
              Line {fault.line}: {fault.message}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
