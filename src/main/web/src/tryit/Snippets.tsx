import { useState } from 'react'

import { Button, CopyButton, Dialog, Tabs, uiStyles } from '../ui'
import type { Call } from './call'
import { snippet, type Language } from './snippets'
import styles from './tryit.module.css'

const LANGUAGES: Language[] = ['curl', 'Python', 'JavaScript']

/** The call as it is entered now, to be made from elsewhere. */
export function Snippets({ call, hasKey }: { call: Call; hasKey: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const files = call.body.kind === 'multipart' ? call.body.files.map(([, file]) => file.name) : []
  return (
    <>
      <Button onClick={() => setOpen(true)}>Copy as…</Button>
      <Dialog title="This call from elsewhere" isOpen={isOpen} onClose={() => setOpen(false)} isWide>
        <Tabs
          label="Languages"
          tabs={LANGUAGES.map((language) => {
            const text = snippet(language, call, location.origin, hasKey)
            return { id: language, label: language, content: <Snippet text={text} language={language} /> }
          })}
        />
        {hasKey ? <p className={styles.quiet}>The key is read from the environment: BEW_KEY.</p> : null}
        {files.length > 0 ? <p className={styles.quiet}>Expects {files.join(', ')} in the current folder.</p> : null}
      </Dialog>
    </>
  )
}

function Snippet({ text, language }: { text: string; language: Language }) {
  return (
    <div className={styles.snippet}>
      <pre className={uiStyles.code} tabIndex={0} role="region" aria-label={language}>
        {text}
      </pre>
      <div>
        <CopyButton text={text} label={`Copy as ${language}`} />
      </div>
    </div>
  )
}
