import type { Extension } from '@codemirror/state'
import { lazy, Suspense } from 'react'

import styles from './code.module.css'
import type { CodeFault, Language } from './mirror'

export type { CodeFault, Language } from './mirror'

export interface CodeEditorProps {
  /** What the code is, for those who do not see where it stands. */
  label: string
  value: string
  language?: Language
  /** Without it the code can only be read. */
  onChange?: (value: string) => void
  isReadOnly?: boolean
  /** A line that is marked and shown; counts from 1. */
  highlightLine?: number | null
  faults?: readonly CodeFault[]
  /** Where the cursor goes, each time that this is another object. */
  place?: { line: number; column?: number } | null
  /** What this editor has more than others; the same object as long as it is the same. */
  extension?: Extension
}

const CodeMirror = lazy(() => import('./CodeMirror'))

/** Code, to be read or written. It fills the height of what it is in, and is to be read at once, before the editor is there. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense
      fallback={
        <pre className={styles.plain} role="region" aria-label={props.label} tabIndex={0}>
          {props.value}
        </pre>
      }
    >
      <CodeMirror {...props} />
    </Suspense>
  )
}
