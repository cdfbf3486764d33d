import { useState } from 'react'

import type { Task } from '../api/client'
import { TextInput } from '../ui'
import type { Draft } from './draft'
import styles from './editor.module.css'
import { nameFault, renameTask } from './recipes'

/** The name of a task, which becomes its name when it is left or with Enter: half a name would be another function. */
export function TaskName({ draft, task, mayEdit, onRename }: { draft: Draft; task: Task; mayEdit: boolean; onRename: (name: string) => void }) {
  const [text, setText] = useState(task.name)
  const fault = nameFault(draft.definition, text, task.name)
  const finish = () => {
    if (fault || text === task.name) {
      setText(task.name)
      return
    }
    draft.change(renameTask(task.name, text))
    onRename(text)
  }
  return (
    <>
      <TextInput
        aria-label="Name of the task"
        aria-invalid={fault !== null}
        className={styles.nameInput}
        value={text}
        readOnly={!mayEdit}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            finish()
          } else if (event.key === 'Escape') {
            setText(task.name)
          }
        }}
      />
      {fault ? (
        <span role="alert" className={styles.nameFault}>
          {fault}
        </span>
      ) : null}
    </>
  )
}
