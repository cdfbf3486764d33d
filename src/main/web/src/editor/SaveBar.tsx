import { Ellipsis, Redo2, Undo2 } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'

import type { Workflow } from '../api/client'
import { Badge, Button, buttonClass, Confirm, Dialog, IconButton, Menu } from '../ui'
import { Changes } from './Changes'
import { useFaults } from './check'
import type { Draft } from './draft'
import { PublishDialog } from './PublishDialog'
import { usePublish } from './save'

export const GONE = 'What you have changed since the last version is gone then, here and in what the browser keeps.'

/** Undo, redo, and what becomes of the changes. */
export function SaveBar({ draft, workflow }: { draft: Draft; workflow: Workflow | undefined }) {
  const [isPublishing, setPublishing] = useState(false)
  const { faults } = useFaults()
  const publish = usePublish(draft.id)
  const hasChanges = draft.isDirty || draft.baseVersion === null
  const hasErrors = faults.some(({ isWarning }) => !isWarning)
  const newest = workflow && !workflow.published && !workflow.publishing ? workflow.version : null
  useUndoKeys(draft, () => hasChanges && setPublishing(true))
  return (
    <>
      <IconButton name="Undo (Ctrl+Z)" disabled={!draft.canUndo} onClick={draft.undo}>
        <Undo2 size={16} aria-hidden />
      </IconButton>
      <IconButton name="Redo (Ctrl+Shift+Z)" disabled={!draft.canRedo} onClick={draft.redo}>
        <Redo2 size={16} aria-hidden />
      </IconButton>
      {hasChanges || newest === null ? (
        <Button look="primary" disabled={!hasChanges} onClick={() => setPublishing(true)} title={hasErrors ? 'It still has problems' : 'Ctrl+S'}>
          {draft.baseVersion === null ? 'Save…' : 'Publish…'}
        </Button>
      ) : (
        <Button look="primary" disabled={publish.isPending} onClick={() => publish.mutate(newest)}>
          Publish version {newest}
        </Button>
      )}
      {draft.isDirty ? <ChangesMenu draft={draft} /> : null}
      {isPublishing ? <PublishDialog draft={draft} onClose={() => setPublishing(false)} /> : null}
    </>
  )
}

function ChangesMenu({ draft }: { draft: Draft }) {
  const [shown, show] = useState<'changes' | 'discard' | null>(null)
  const close = () => show(null)
  return (
    <>
      <Menu
        trigger={
          <button type="button" className={buttonClass('plain', true)} aria-label="More about your changes">
            <Ellipsis size={16} aria-hidden />
          </button>
        }
        entries={[
          { label: 'Show changes', onSelect: () => show('changes') },
          { label: 'Discard changes…', onSelect: () => show('discard') },
        ]}
      />
      <Dialog title="Your changes" isOpen={shown === 'changes'} isWide onClose={close}>
        <Changes before={draft.base} after={draft.definition} />
      </Dialog>
      <Confirm title="Discard your changes?" about={GONE} action="Discard" isOpen={shown === 'discard'} onClose={close} onConfirm={draft.drop} />
    </>
  )
}

/** Which version this is, and whether calls go to it. */
export function VersionState({ draft, workflow }: { draft: Draft; workflow: Workflow | undefined }) {
  if (!workflow) {
    return <Badge>not saved yet</Badge>
  }
  const environment = workflow.environment?.state
  const isFailed = environment === 'failed'
  return (
    <span role="status" style={{ display: 'inline-flex', flexWrap: 'wrap', gap: '0.4rem' }}>
      <Badge tone={workflow.published ? 'good' : 'quiet'}>
        version {workflow.version}, {workflow.published ? 'published' : workflow.publishing ? 'waiting to be published' : 'draft'}
      </Badge>
      {environment && (isFailed || workflow.publishing) ? <Badge tone={isFailed ? 'bad' : 'busy'}>environment {environment}</Badge> : null}
      {workflow.enabled ? null : <Badge tone="warn">switched off</Badge>}
      {draft.isDirty ? <Badge tone="warn">changed</Badge> : null}
    </span>
  )
}

/** Undo and redo by keys, wherever the focus is but in what has an undo of its own. */
function useUndoKeys(draft: Draft, onSave: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) {
      return
    }
    const key = event.key.toLowerCase()
    if (key === 's') {
      event.preventDefault()
      onSave()
    } else if (!hasItsOwn(event.target) && (key === 'z' || key === 'y')) {
      event.preventDefault()
      if (key === 'y' || event.shiftKey) {
        draft.redo()
      } else {
        draft.undo()
      }
    }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

function hasItsOwn(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'))
}
