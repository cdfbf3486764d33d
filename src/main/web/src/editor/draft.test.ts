import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { Workflow, WorkflowDefinition } from '../api/client'
import { abandonDraft, createDraft, draftOf } from './draft'
import { writeDrafts } from './kept'

const DEFINITION: WorkflowDefinition = { id: 'one', label: 'One', tasks: [{ name: 'a', code: 'def a(ti):\n    pass\n' }], edges: [] }

function version(number: number, change: Partial<WorkflowDefinition> = {}): Workflow {
  return { ...DEFINITION, ...change, version: number, saved_at: '', author: null, message: '', published: true, publishing: false, environment: null } as unknown as Workflow
}

function loaded(number = 1) {
  const draft = createDraft('one')
  draft.getState().arrive(version(number))
  return draft
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})

afterEach(() => {
  writeDrafts()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  abandonDraft('one')
})

function label(text: string) {
  return (definition: WorkflowDefinition) => ({ ...definition, label: text })
}

test('beginsWithWhatTheServerHas', () => {
  const draft = loaded(3).getState()
  expect(draft.definition).toEqual(DEFINITION)
  expect(draft).toMatchObject({ baseVersion: 3, isDirty: false, canUndo: false, restoredFrom: null })
})

test('undoesAndRedoesEachChange', () => {
  const draft = loaded()
  draft.getState().change(label('Two'))
  draft.getState().change(label('Three'))
  draft.getState().undo()
  expect(draft.getState()).toMatchObject({ definition: { label: 'Two' }, isDirty: true, canRedo: true })
  draft.getState().undo()
  expect(draft.getState()).toMatchObject({ definition: { label: 'One' }, isDirty: false, canUndo: false })
  draft.getState().redo()
  draft.getState().redo()
  expect(draft.getState()).toMatchObject({ definition: { label: 'Three' }, canRedo: false })
})

test('fastTypingInOnePlaceIsOneStep', () => {
  const draft = loaded()
  for (const text of ['T', 'Tw', 'Two']) {
    draft.getState().change(label(text), 'label')
    vi.advanceTimersByTime(200)
  }
  vi.advanceTimersByTime(2_000)
  draft.getState().change(label('Two!'), 'label')
  draft.getState().undo()
  expect(draft.getState().definition.label).toBe('Two')
  draft.getState().undo()
  expect(draft.getState().definition.label).toBe('One')
})

test('aChangeAfterUndoForgetsWhatCouldBeRedone', () => {
  const draft = loaded()
  draft.getState().change(label('Two'))
  draft.getState().undo()
  draft.getState().change(label('Three'))
  expect(draft.getState().canRedo).toBe(false)
})

test('aRecipeThatChangesNothingIsNoStep', () => {
  const draft = loaded()
  draft.getState().change((definition) => definition)
  expect(draft.getState().canUndo).toBe(false)
})

test('isKeptInTheBrowserAndRestoredOnTheSameVersion', () => {
  loaded().getState().change(label('Two'))
  vi.advanceTimersByTime(1_000)
  const again = loaded().getState()
  expect(again).toMatchObject({ definition: { label: 'Two' }, isDirty: true, baseVersion: 1 })
  expect(again.restoredFrom).not.toBeNull()
})

test('isForgottenWhenItIsAsTheServerHasItAgain', () => {
  const draft = loaded()
  draft.getState().change(label('Two'))
  writeDrafts()
  draft.getState().undo()
  writeDrafts()
  expect(localStorage.length).toBe(0)
})

test('isForgottenWhenItIsSaved', () => {
  const draft = loaded()
  draft.getState().change(label('Two'))
  writeDrafts()
  const saved = version(2, { label: 'Two', description: '' })
  draft.getState().saved(saved, draft.getState().definition)
  writeDrafts()
  expect(draft.getState()).toMatchObject({ isDirty: false, baseVersion: 2, definition: { description: '' }, canUndo: true })
  expect(localStorage.length).toBe(0)
})

test('whatWasTypedWhileSavingStaysAChange', () => {
  const draft = loaded()
  draft.getState().change(label('Two'))
  const sent = draft.getState().definition
  draft.getState().change(label('Three'))
  draft.getState().saved(version(2, { label: 'Two' }), sent)
  expect(draft.getState()).toMatchObject({ isDirty: true, baseVersion: 2, definition: { label: 'Three' } })
})

test('aNewerVersionReplacesWhatWasNotChanged', () => {
  const draft = loaded()
  draft.getState().arrive(version(2, { label: 'Theirs' }))
  expect(draft.getState()).toMatchObject({ baseVersion: 2, newer: null, definition: { label: 'Theirs' } })
})

test('aNewerVersionIsToldBesideChangesAndEitherCanBeKept', () => {
  const draft = loaded()
  draft.getState().change(label('Mine'))
  draft.getState().arrive(version(2, { label: 'Theirs' }))
  expect(draft.getState()).toMatchObject({ baseVersion: 1, newer: { version: 2 }, definition: { label: 'Mine' } })
  const told = draft.getState()
  draft.getState().arrive(version(2, { label: 'Theirs' }))
  expect(draft.getState()).toBe(told)
  draft.getState().keepMine()
  expect(draft.getState()).toMatchObject({ baseVersion: 2, newer: null, isDirty: true, definition: { label: 'Mine' } })
  draft.getState().drop()
  expect(draft.getState()).toMatchObject({ baseVersion: 2, isDirty: false, definition: { label: 'Theirs' } })
})

test('aKeptDraftOfAnOlderVersionIsAConflict', () => {
  loaded().getState().change(label('Mine'))
  writeDrafts()
  const again = loaded(5).getState()
  expect(again).toMatchObject({ baseVersion: 1, isDirty: true, newer: { version: 5 }, definition: { label: 'Mine' } })
})

test('saysWhenTheBrowserHasNoRoom', () => {
  const draft = loaded()
  const refuse = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: refuse, removeItem: () => undefined, clear: () => undefined })
  draft.getState().change(label('Two'))
  writeDrafts()
  expect(draft.getState().isKept).toBe(false)
})

test('allPartsOfThePageShareOneDraft', () => {
  expect(draftOf('one')).toBe(draftOf('one'))
})
