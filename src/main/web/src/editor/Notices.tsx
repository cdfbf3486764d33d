import { useState } from 'react'

import { Button, Confirm, Dialog, Time } from '../ui'
import { Changes } from './Changes'
import { definitionOf } from './definition'
import type { Draft } from './draft'
import styles from './editor.module.css'

/** What an author has to know about the draft: it was restored, somebody else has saved, or it cannot be kept. */
export function Notices({ draft }: { draft: Draft }) {
  return (
    <>
      {draft.newer ? <Conflict draft={draft} /> : null}
      {draft.restoredFrom && !draft.newer ? <Restored draft={draft} /> : null}
      {draft.isKept ? null : (
        <div className={styles.notice} role="alert">
          This browser has no room to keep your changes: they are lost when the page is closed. Save them as a draft.
        </div>
      )}
    </>
  )
}

function Restored({ draft }: { draft: Draft }) {
  const [isShown, show] = useState(false)
  return (
    <div className={styles.notice} role="status">
      <span>
        Your changes were kept in this browser, <Time at={draft.restoredFrom} />.
      </span>
      <span className={styles.noticeActions}>
        <Button onClick={() => show(true)}>Show them</Button>
        <Discard draft={draft} />
        <Button onClick={draft.closeNotice}>Go on</Button>
      </span>
      <Dialog title="Your changes" isOpen={isShown} isWide onClose={() => show(false)}>
        <Changes before={draft.base} after={draft.definition} />
      </Dialog>
    </div>
  )
}

function Discard({ draft, word = 'Discard' }: { draft: Draft; word?: string }) {
  const [isAsking, ask] = useState(false)
  return (
    <>
      <Button look="danger" onClick={() => ask(true)}>
        {word}
      </Button>
      <Confirm
        title="Discard your changes?"
        about="What you have changed since the last version is gone then, here and in what the browser keeps."
        action="Discard"
        isOpen={isAsking}
        onClose={() => ask(false)}
        onConfirm={draft.drop}
      />
    </>
  )
}

function Conflict({ draft }: { draft: Draft }) {
  const [isShown, show] = useState(false)
  const { newer } = draft
  if (!newer) {
    return null
  }
  return (
    <div className={styles.conflict} role="alert">
      <span>
        {newer.author ?? 'Somebody'} saved version {newer.version} <Time at={newer.saved_at} />
        {newer.message ? ` (“${newer.message}”)` : ''}, while you changed version {draft.baseVersion}.
      </span>
      <span className={styles.noticeActions}>
        <Button onClick={() => show(true)}>Compare</Button>
        <Button onClick={draft.keepMine}>Keep mine instead of it</Button>
        <Discard draft={draft} word="Take theirs" />
      </span>
      <Dialog title={`From version ${newer.version} to yours`} about="Kept, yours would undo what is shown as removed." isOpen={isShown} isWide onClose={() => show(false)}>
        <Changes before={definitionOf(newer)} after={draft.definition} />
      </Dialog>
    </div>
  )
}
