import { X } from 'lucide-react'
import { useState, type DragEvent } from 'react'

import { Bytes, classes, IconButton, uiStyles } from '../ui'
import styles from './tryit.module.css'

interface Props {
  input: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }
  files: readonly File[]
  isRequired: boolean
  onChange: (files: readonly File[]) => void
}

/** Files to be sent, chosen or dropped, with those that are chosen beneath. */
export function FilesInput({ input, files, isRequired, onChange }: Props) {
  const [isOver, setOver] = useState(false)
  const add = (chosen: FileList | null) => onChange([...files, ...(chosen ?? [])])
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <div className={classes(styles.files, isOver && styles.over)} onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      <input
        {...input}
        type="file"
        multiple
        className={uiStyles.input}
        aria-required={isRequired}
        onChange={(event) => {
          add(event.target.files)
          event.target.value = '' // the same file may be chosen again
        }}
      />
      {files.length > 0 ? (
        <ul className={styles.chosen}>
          {files.map((file, index) => (
            <li key={index}>
              <span>
                {file.name} <span className={styles.quiet}><Bytes bytes={file.size} /></span>
              </span>
              <IconButton name={`Leave out ${file.name}`} onClick={() => onChange(files.filter((_, at) => at !== index))}>
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
