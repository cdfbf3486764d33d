import { classes } from '../../ui'
import type { DefinitionFault } from '../check'
import styles from './schema.module.css'

/** What the server finds wrong with a place of the definition. */
export function RowFaults({ faults }: { faults: readonly DefinitionFault[] }) {
  if (faults.length === 0) {
    return null
  }
  return (
    <ul className={styles.faultList}>
      {faults.map((fault, index) => (
        <li key={index} className={classes(fault.isWarning ? styles.warning : styles.fault)}>
          {fault.message}
          {fault.expected && !fault.message.includes(fault.expected) ? ` (expected: ${fault.expected})` : ''}
        </li>
      ))}
    </ul>
  )
}
