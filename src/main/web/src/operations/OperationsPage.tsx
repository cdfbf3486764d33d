import { useEffect, useRef, type ComponentType } from 'react'
import { Link } from 'wouter'

import { classes, Empty, PageHead, uiStyles } from '../ui'
import { EnvironmentsSection } from './environments/EnvironmentsSection'
import { KeysSection } from './keys/KeysSection'
import { MetricsSection } from './metrics/MetricsSection'
import styles from './operations.module.css'
import { QueueSection } from './queue/QueueSection'
import { SchedulesSection } from './schedules/SchedulesSection'
import { SecretsSection } from './secrets/SecretsSection'
import { StorageSection } from './storage/StorageSection'
import { WorkersSection } from './workers/WorkersSection'

interface Section {
  id: string
  label: string
  Content: ComponentType
}

const SECTIONS: readonly Section[] = [
  { id: 'workers', label: 'Workers', Content: WorkersSection },
  { id: 'queue', label: 'Queue', Content: QueueSection },
  { id: 'environments', label: 'Environments', Content: EnvironmentsSection },
  { id: 'keys', label: 'Keys', Content: KeysSection },
  { id: 'secrets', label: 'Secrets', Content: SecretsSection },
  { id: 'schedules', label: 'Schedules', Content: SchedulesSection },
  { id: 'storage', label: 'Storage', Content: StorageSection },
  { id: 'metrics', label: 'Metrics', Content: MetricsSection },
]

/** What the server is made of and how it does, a section at a time. */
export default function OperationsPage({ section }: { section: string }) {
  const chosen = SECTIONS.find(({ id }) => id === section)
  const sections = useRef<HTMLElement>(null)
  useEffect(() => {
    sections.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [section])
  return (
    <div className={styles.page}>
      <PageHead title="Operations" />
      <nav ref={sections} aria-label="Sections of operations" className={uiStyles.tabs}>
        {SECTIONS.map(({ id, label }) => (
          <Link key={id} href={`/operations/${id}`} className={classes(uiStyles.tab, styles.link)} aria-current={id === section ? 'page' : undefined} data-state={id === section ? 'active' : 'inactive'}>
            {label}
          </Link>
        ))}
      </nav>
      {chosen ? (
        <div className={styles.section}>
          <chosen.Content />
        </div>
      ) : (
        <Empty title="There is no such section">
          <Link href="/operations">Workers</Link>
        </Empty>
      )}
    </div>
  )
}
