import { Compartment, EditorState, Transaction, type Extension } from '@codemirror/state'
import { EditorView } from 'codemirror'
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'

import type { CodeEditorProps } from './CodeEditor'
import styles from './code.module.css'
import { goTo, markLine, replacement, setup, showFaults } from './mirror'

const NO_EXTENSION: Extension = []

/** The editor itself; `CodeEditor` fetches it when code is shown for the first time. */
export default function CodeMirror({ label, value, language = 'python', onChange, isReadOnly = false, highlightLine = null, faults, place, extension = NO_EXTENSION }: CodeEditorProps) {
  const about = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<EditorView | null>(null)
  const [setting] = useState(() => new Compartment())
  const tell = useEffectEvent((text: string) => onChange?.(text))
  const build = () => setup({ language, label, about, isReadOnly: isReadOnly || !onChange, more: extension })
  const start = useEffectEvent((parent: HTMLElement) => {
    const listener = EditorView.updateListener.of((update) => {
      const isOurs = update.transactions.some((one) => one.annotation(Transaction.remote))
      if (update.docChanged && !isOurs) {
        tell(update.state.doc.toString())
      }
    })
    return new EditorView({ parent, state: EditorState.create({ doc: value, extensions: [setting.of(build()), listener] }) })
  })
  useEffect(() => {
    if (!frame.current) {
      return
    }
    const made = start(frame.current)
    setView(made)
    return () => made.destroy()
  }, [])
  const rebuild = useEffectEvent(() => view?.dispatch({ effects: setting.reconfigure(build()) }))
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false
    } else {
      rebuild()
    }
  }, [language, label, isReadOnly, extension])
  useEffect(() => {
    const change = view && replacement(view.state, value)
    if (view && change) {
      view.dispatch(change)
    }
  }, [view, value])
  useEffect(() => {
    if (view) {
      markLine(view, highlightLine)
    }
  }, [view, highlightLine])
  useEffect(() => {
    if (view) {
      showFaults(view, faults ?? [])
    }
  }, [view, faults])
  useEffect(() => {
    if (view && place) {
      goTo(view, place.line, place.column)
    }
  }, [view, place])
  return (
    <div className={styles.frame}>
      <div ref={frame} className={styles.mirror} />
      <span id={about} className="unseen">
        {onChange ? 'Tab indents. To leave with the Tab key, press Escape first.' : 'Code that can only be read.'}
      </span>
    </div>
  )
}
