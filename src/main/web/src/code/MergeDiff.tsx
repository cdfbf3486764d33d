import { python } from '@codemirror/lang-python'
import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { lineNumbers } from '@codemirror/view'
import { EditorView } from 'codemirror'
import { useEffect, useRef } from 'react'

import type { CodeDiffProps } from './CodeDiff'
import styles from './code.module.css'
import { codeTheme } from './theme'

const ROOM_FOR_TWO = '(min-width: 900px)'
const COLLAPSE = { margin: 3, minSize: 6 }

/** The comparison itself; `CodeDiff` fetches it when it is needed. */
export default function MergeDiff({ label, before, after, language }: CodeDiffProps) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = frame.current
    if (!parent) {
      return
    }
    const shared = (name: string): Extension => [
      lineNumbers(),
      language === 'python' ? python() : [],
      codeTheme(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ 'aria-label': name, 'aria-readonly': 'true', tabindex: '0' }),
    ]
    const view = matchMedia(ROOM_FOR_TWO).matches
      ? new MergeView({ parent, a: { doc: before, extensions: shared(`${label}, before`) }, b: { doc: after, extensions: shared(`${label}, after`) }, collapseUnchanged: COLLAPSE })
      : new EditorView({ parent, doc: after, extensions: [shared(label), unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: COLLAPSE })] })
    return () => view.destroy()
  }, [label, before, after, language])
  return <div ref={frame} className={styles.diff} />
}
