import type { Row } from '../api/client'
import { valueText } from './text'
import styles from './values.module.css'

/** The members of an object by their names, side by side; nothing when it has none. */
export function Members({ of, className = styles.members }: { of: Row; className?: string | undefined }) {
  const members = Object.entries(of)
  return members.length === 0 ? null : (
    <dl className={className}>
      {members.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{valueText(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
