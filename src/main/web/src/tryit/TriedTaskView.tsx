import type { ResponseItem, Row, TriedTask } from '../api/client'
import { Badge, Duration, StatusBadge, uiStyles } from '../ui'
import { bytesText } from '../ui/quantities'
import { columnsOf, DataTable } from '../values/DataTable'
import { valueText } from '../values/text'
import styles from './outcome.module.css'

/** What a task did while it was tried by itself. */
export function TriedTaskView({ tried, items }: { tried: TriedTask; items: readonly ResponseItem[] }) {
  const data: [string, Row[]][] = Object.entries(tried.data)
  const meta = Object.entries(tried.meta)
  return (
    <div className={styles.answer}>
      <div className={styles.status} role="status">
        <StatusBadge status={tried.status} />
        <Duration seconds={tried.seconds} />
        {tried.status === 'succeeded' ? (
          <span className={styles.count}>
            <Duration seconds={tried.user_seconds} /> in its code
          </span>
        ) : null}
      </div>
      {tried.error ? <Failure error={tried.error} /> : null}
      {tried.left_out.length > 0 ? <p className={styles.count}>In files of the run, and not to be pulled here: {tried.left_out.join(', ')}</p> : null}
      <Named title="Pushed" entries={tried.pushed.map(({ key, value, bytes }) => [key, bytes === undefined ? value : `a value that only Python reads, ${bytesText(bytes)}`])} />
      {data.map(([key, rows]) => (
        <div key={key} className={styles.item}>
          <h3>
            {key} <span className={styles.count}>{rows.length === 1 ? '1 row' : `${rows.length} rows`}</span>
          </h3>
          <DataTable label={key} rows={rows} columns={columnsOf(items.find((item) => item.key === key), rows)} />
        </div>
      ))}
      <Named title="Metadata" entries={meta} />
      <Named title="Skips" entries={Object.entries(tried.skipped)} />
      {tried.messages.length > 0 ? (
        <div className={styles.item}>
          <h3>Messages</h3>
          <ul className={styles.feed} tabIndex={0} aria-label="Messages">
            {tried.messages.map((message, index) => (
              <li key={index}>{valueText(message)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {tried.log === '' ? null : (
        <div className={styles.item}>
          <h3>Log</h3>
          <pre className={styles.json} tabIndex={0} role="region" aria-label="Log">
            {tried.log}
          </pre>
        </div>
      )}
      {isSilent(tried) ? <Badge>It pushed, answered and said nothing</Badge> : null}
    </div>
  )
}

function Failure({ error }: { error: NonNullable<TriedTask['error']> }) {
  return (
    <div className={uiStyles.problem}>
      <strong>
        {error.type}: {error.message}
      </strong>
      {error.traceback ? (
        <pre style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label="Traceback">
          {error.traceback}
        </pre>
      ) : null}
    </div>
  )
}

function Named({ title, entries }: { title: string; entries: readonly (readonly [string, unknown])[] }) {
  if (entries.length === 0) {
    return null
  }
  return (
    <div className={styles.item}>
      <h3>{title}</h3>
      <dl className={styles.named}>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{valueText(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function isSilent(tried: TriedTask): boolean {
  return !tried.error && tried.pushed.length === 0 && Object.keys(tried.data).length === 0 && Object.keys(tried.meta).length === 0 && tried.messages.length === 0 && tried.log === ''
}
