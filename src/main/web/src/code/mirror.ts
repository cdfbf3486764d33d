import { indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { python } from '@codemirror/lang-python'
import { indentUnit } from '@codemirror/language'
import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { EditorState, StateEffect, StateField, Transaction, type Extension, type Text, type TransactionSpec } from '@codemirror/state'
import { Decoration, keymap, type DecorationSet } from '@codemirror/view'
import { basicSetup, EditorView } from 'codemirror'

import { codeTheme } from './theme'

export type Language = 'python' | 'json'

/** Something that is wrong at a place of the text; line and column count from 1. */
export interface CodeFault {
  line: number
  column?: number | undefined
  message: string
  isWarning?: boolean
}

const mark = StateEffect.define<number | null>()

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, transaction) => {
    const effect = transaction.effects.find((one) => one.is(mark))
    if (!effect) {
      return shown.map(transaction.changes)
    }
    const line = effect.value
    const { doc } = transaction.state
    return line === null || line < 1 || line > doc.lines ? Decoration.none : Decoration.set(Decoration.line({ class: 'cm-marked' }).range(doc.line(line).from))
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Marks a line and shows it; null: no line is marked. */
export function markLine(view: EditorView, line: number | null): void {
  const effects: StateEffect<unknown>[] = [mark.of(line)]
  if (line !== null && line >= 1 && line <= view.state.doc.lines) {
    effects.push(EditorView.scrollIntoView(view.state.doc.line(line).from, { y: 'center' }))
  }
  view.dispatch({ effects })
}

/** Puts the cursor to a place and the focus into the editor. */
export function goTo(view: EditorView, line: number, column = 1): void {
  const at = offsetOf(view.state.doc, line, column)
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
  view.focus()
}

function offsetOf(doc: Text, line: number, column = 1): number {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(from + Math.max(column - 1, 0), to)
}

/** Underlines what is wrong, from its column to the end of the word, or else the line. */
export function showFaults(view: EditorView, faults: readonly CodeFault[]): void {
  const { doc } = view.state
  const diagnostics = faults.map((fault): Diagnostic => {
    const { from: start, to } = doc.line(Math.min(Math.max(fault.line, 1), doc.lines))
    const from = fault.column === undefined ? start : offsetOf(doc, fault.line, fault.column)
    const word = fault.column === undefined ? null : view.state.wordAt(from)
    return { from, to: word?.to ?? Math.max(from, to), severity: fault.isWarning ? 'warning' : 'error', message: fault.message }
  })
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

/** What makes the shown text this one, and leaves the cursor where it is as far as that is possible; null: it is that already. */
export function replacement(state: EditorState, text: string): TransactionSpec | null {
  const shown = state.doc.toString()
  if (shown === text) {
    return null
  }
  let start = 0
  while (start < shown.length && start < text.length && shown[start] === text[start]) {
    start++
  }
  let end = 0
  while (end < shown.length - start && end < text.length - start && shown[shown.length - 1 - end] === text[text.length - 1 - end]) {
    end++
  }
  return { changes: { from: start, to: shown.length - end, insert: text.slice(start, text.length - end) }, annotations: Transaction.remote.of(true) }
}

/** A browser that types over selected text gives the new text the style of the old one in an attribute, which the policy of the page does not let in: so the editor does it instead. */
const typeOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const text = event.data
    const { from, to, empty } = view.state.selection.main
    if (event.inputType !== 'insertText' || text === null || empty || view.composing || view.state.readOnly) {
      return false
    }
    event.preventDefault()
    const typed = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true })
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, typed))) {
      view.dispatch(typed())
    }
    return true
  },
})

/** What every code editor of the page has. */
export function setup({ language, label, about, isReadOnly, more }: { language: Language; label: string; about: string; isReadOnly: boolean; more: Extension }): Extension {
  return [
    more,
    basicSetup,
    language === 'python' ? python() : json(),
    indentUnit.of(language === 'python' ? '    ' : '  '),
    keymap.of([indentWithTab]),
    marked,
    typeOver,
    codeTheme(),
    EditorState.readOnly.of(isReadOnly),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': about, tabindex: '0', ...(isReadOnly ? { 'aria-readonly': 'true' } : {}) }),
  ]
}
