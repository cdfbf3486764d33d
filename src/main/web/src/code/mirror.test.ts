import { diagnosticCount } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView } from 'codemirror'
import { expect, test } from 'vitest'

import { goTo, markLine, replacement, setup, showFaults } from './mirror'

const CODE = 'def a(ti):\n    x = (\n    pass\n'

function editor(isReadOnly = false) {
  const view = new EditorView({ parent: document.body, doc: CODE, extensions: setup({ language: 'python', label: 'Code of a', about: 'about', isReadOnly, more: [] }) })
  return view
}

test('isNamedForScreenReaders', () => {
  const { contentDOM } = editor()
  expect(contentDOM.getAttribute('aria-label')).toBe('Code of a')
  expect(contentDOM.getAttribute('role')).toBe('textbox')
})

test('whatIsReadOnlySaysSo', () => {
  expect(editor(true).contentDOM.getAttribute('aria-readonly')).toBe('true')
})

test('marksOneLineAndNoneThatIsNotThere', () => {
  const view = editor()
  markLine(view, 2)
  expect(view.dom.querySelector('.cm-marked')?.textContent).toBe('    x = (')
  markLine(view, 99)
  expect(view.dom.querySelector('.cm-marked')).toBeNull()
})

test('faultsBeyondTheTextAreShownInItsLastLine', () => {
  const view = editor()
  showFaults(view, [{ line: 2, column: 9, message: 'never closed' }, { line: 50, message: 'somewhere' }])
  expect(diagnosticCount(view.state)).toBe(2)
})

test('goesToAPlace', () => {
  const view = editor()
  goTo(view, 2, 9)
  expect(view.state.selection.main.head).toBe('def a(ti):\n        '.length)
})

function type(view: EditorView, data: string): boolean {
  return view.contentDOM.dispatchEvent(new InputEvent('beforeinput', { inputType: 'insertText', data, cancelable: true, bubbles: true }))
}

test('typesOverWhatIsSelectedWithoutTheBrowser', () => {
  const view = editor()
  view.dispatch({ selection: { anchor: 4, head: 5 } })
  expect(type(view, 'b')).toBe(false)
  expect(view.state.doc.line(1).text).toBe('def b(ti):')
  expect(type(view, 'c')).toBe(true)
})

test('bracketsStillCloseAroundWhatIsSelected', () => {
  const view = editor()
  view.dispatch({ selection: { anchor: 4, head: 5 } })
  type(view, '(')
  expect(view.state.doc.line(1).text).toBe('def (a)(ti):')
})

test('aTextFromOutsideReplacesOnlyWhatDiffers', () => {
  const state = EditorState.create({ doc: CODE, selection: { anchor: CODE.length } })
  const spec = replacement(state, CODE.replace('x = (', 'x = ()'))
  const after = state.update(spec ?? {}).state
  expect(after.doc.toString()).toContain('x = ()')
  expect(after.selection.main.head).toBe(CODE.length + 1)
  expect(replacement(state, CODE)).toBeNull()
  expect(state.update(replacement(state, '') ?? {}).state.doc.length).toBe(0)
})
