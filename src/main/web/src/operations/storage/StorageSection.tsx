import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { Environment } from '../../api/client'
import { Bytes, Empty, uiStyles } from '../../ui'
import { Fact, Facts } from '../Facts'
import { total, type Reading } from '../metrics/readings'
import { useSampling } from '../metrics/sampling'
import styles from '../operations.module.css'
import { environmentsQuery } from '../queries'
import { Guarded } from '../refusals'
import bars from './storage.module.css'

/** What takes room, as far as the server measures it. */
export function StorageSection() {
  const metrics = useSampling()
  const environments = useQuery(environmentsQuery)
  return (
    <>
      <Guarded query={metrics} what="Storage" role="viewer" lines={2}>
        {(reading) => <Memory reading={reading} />}
      </Guarded>
      <section className={styles.part} aria-label="Environments on the disk">
        <h2>Environments on the disk</h2>
        <Guarded query={environments} what="Environments" role="viewer" lines={3}>
          {(all) => <Disk environments={all} />}
        </Guarded>
      </section>
    </>
  )
}

function Memory({ reading }: { reading: Reading }) {
  const bytes = (name: string, labels = {}) => <Bytes bytes={total(reading, name, labels)} />
  return (
    <Facts>
      <Fact name="Values of foreground runs" about="in shared memory, as long as it has room">
        {bytes('bew_values_bytes')}
      </Fact>
      <Fact name="Files of background runs" about="large values and uploads, in the shared folder">
        {bytes('bew_run_files_bytes')}
      </Fact>
      <Fact name="Stored objects" about="kept beyond their runs">
        {bytes('bew_objects_bytes')}
      </Fact>
      <Fact name="Uploads" about="of requests under way">
        {bytes('bew_uploads_bytes')}
      </Fact>
      <Fact name="Memory of the server" about="without its workers">
        {bytes('process_resident_memory_bytes')}
      </Fact>
      <Fact name="JVM heap" about={<>of at most {bytes('jvm_gc_max_data_size_bytes')}</>}>
        {bytes('jvm_memory_used_bytes', { area: 'heap' })}
      </Fact>
      <Fact name="Memory of the workers">{bytes('bew_workers_resident_bytes')}</Fact>
      <Fact name="Open files" about={`of at most ${total(reading, 'process_max_fds') ?? '–'}`}>
        {total(reading, 'process_open_fds') ?? '–'}
      </Fact>
    </Facts>
  )
}

function Disk({ environments }: { environments: Environment[] }) {
  const built = environments.filter(({ bytes }) => bytes !== null).toSorted((left, right) => (right.bytes ?? 0) - (left.bytes ?? 0))
  const all = built.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
  if (built.length === 0) {
    return <Empty title="No environment is on the disk" />
  }
  return (
    <>
      <p>
        <Bytes bytes={all} /> <span className={uiStyles.hint}>in all. One that nobody uses is removed by itself after a while.</span>
      </p>
      <ul className={bars.bars}>
        {built.map((environment) => (
          <Bar key={environment.id} environment={environment} most={built[0]?.bytes ?? 1} />
        ))}
      </ul>
    </>
  )
}

function Bar({ environment, most }: { environment: Environment; most: number }) {
  const workflows = [...new Set(environment.workflows.map((workflow) => workflow.workflow_id))]
  return (
    <li className={bars.bar}>
      <Link href={`/operations/environments?environment=${environment.id}`}>
        <code>{environment.id.slice(0, 12)}</code>
      </Link>
      <span className={uiStyles.hint}>{workflows.length > 0 ? workflows.join(', ') : 'needed by nobody'}</span>
      <span className={bars.track} aria-hidden>
        <span style={{ width: `${(100 * (environment.bytes ?? 0)) / Math.max(1, most)}%` }} />
      </span>
      <span className={styles.nowrap}>
        <Bytes bytes={environment.bytes} />
      </span>
    </li>
  )
}
