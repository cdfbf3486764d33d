import type { ReactNode } from 'react'

import styles from './operations.module.css'

/** A few numbers that a section begins with. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>
}

export function Fact({ name, about, children }: { name: string; about?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong>
        {about ? <span> {about}</span> : null}
      </dd>
    </div>
  )
}
