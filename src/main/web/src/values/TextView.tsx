import type { ReactNode } from 'react'

import { CopyButton } from '../ui'
import { SaveJson } from './save'
import styles from './values.module.css'

/** The most that is shown of a text, which may have any length. */
const MOST_CHARACTERS = 100_000

interface TextProps {
  label: string
  text: string
  /** Beside the button that copies all of it. */
  children?: ReactNode
}

/** A text of any length, to be read and copied. */
export function TextView({ label, text, children }: TextProps) {
  return (
    <div className={styles.item}>
      <div className={styles.bar}>
        <span className={styles.count}>{text.length > MOST_CHARACTERS ? `The first ${MOST_CHARACTERS.toLocaleString('en')} of ${text.length.toLocaleString('en')} characters` : ''}</span>
        <span>
          <CopyButton text={text} /> {children}
        </span>
      </div>
      <pre className={styles.text} tabIndex={0} role="region" aria-label={label}>
        {text.slice(0, MOST_CHARACTERS)}
      </pre>
    </div>
  )
}

/** Any value as JSON; `fileName` is without its ending. */
export function JsonView({ label = 'JSON', value, fileName }: { label?: string; value: unknown; fileName: string }) {
  return (
    <TextView label={label} text={JSON.stringify(value, null, 2)}>
      <SaveJson value={value} fileName={fileName} />
    </TextView>
  )
}
