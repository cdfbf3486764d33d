import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'

import type { Run } from '../api/client'
import { Empty, Loaded, PageHead, StatusBadge, Switch, Table, Time } from '../ui'
import { durationText } from '../ui/quantities'
import { changeText, compareFacts, compareTasks, compareValues, type Compared } from './compare'
import styles from './compare.module.css'
import { isNotKept, resultQuery } from './ResultView'
import { runQuery } from './useRun'

/** Two runs side by side, with what differs marked. */
export default function ComparePage({ left, right }: { left: string; right: string }) {
  const [one, other] = [useQuery(runQuery(left)), useQuery(runQuery(right))]
  const [isShort, setShort] = useState(false)
  useEffect(() => {
    document.title = 'Compare runs'
  }, [])
  return (
    <div className={styles.page}>
      <PageHead title="Compare runs">
        <Switch id="short" label="Only differences" isOn={isShort} onChange={setShort} /> <label htmlFor="short">Only differences</label>
      </PageHead>
      <Loaded query={one}>{(ours) => <Loaded query={other}>{(theirs) => <Comparison left={ours} right={theirs} isShort={isShort} />}</Loaded>}</Loaded>
    </div>
  )
}

interface Pair {
  left: Run
  right: Run
  isShort: boolean
}

function Comparison({ left, right, isShort }: Pair) {
  return (
    <>
      <div className={styles.heads}>
        {[left, right].map((run, index) => (
          <div key={index} className={styles.head}>
            <span className={styles.quiet}>{index === 0 ? 'Left' : 'Right'}</span>
            <Link href={`/runs/${run.run_id}`}>
              {run.workflow_id} {run.run_id.slice(-12)}
            </Link>
            <StatusBadge status={run.status} />
            <span className={styles.quiet}>
              <Time at={run.accepted_at} />
            </span>
          </div>
        ))}
      </div>
      <Section title="Run" rows={compareFacts(left, right)} isShort={isShort} />
      <Section title="Input" rows={compareValues(left.request, right.request)} isShort={isShort} />
      <Tasks left={left} right={right} isShort={isShort} />
      <Output left={left} right={right} isShort={isShort} />
    </>
  )
}

/** More rows than this say nothing to anybody. */
const MOST = 500

function Section({ title, rows, isShort, nothing = 'Neither has any.' }: { title: string; rows: readonly Compared[]; isShort: boolean; nothing?: string }) {
  const shown = isShort ? rows.filter((row) => !row.isSame) : rows
  const different = rows.filter((row) => !row.isSame).length
  return (
    <section className={styles.section}>
      <h2>
        {title} <span className={styles.quiet}>{rows.length === 0 ? '' : different === 0 ? 'no difference' : different === 1 ? '1 difference' : `${different.toLocaleString('en')} differences`}</span>
      </h2>
      {rows.length === 0 ? <p className={styles.quiet}>{nothing}</p> : null}
      {shown.length > 0 ? (
        <Table label={title} head={['', 'Left', 'Right', '']}>
          {shown.slice(0, MOST).map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td className={row.isSame ? styles.value : styles.left}>{row.left ?? '–'}</td>
              <td className={row.isSame ? styles.value : styles.right}>{row.right ?? '–'}</td>
              <td className={styles.sign}>{row.isSame ? '' : 'differs'}</td>
            </tr>
          ))}
        </Table>
      ) : null}
      {shown.length > MOST ? (
        <p className={styles.quiet}>
          The first {MOST} of {shown.length.toLocaleString('en')}
        </p>
      ) : null}
    </section>
  )
}

function Tasks({ left, right, isShort }: Pair) {
  const rows = compareTasks(left, right)
  const longest = Math.max(...rows.flatMap((row) => [row.leftSeconds ?? 0, row.rightSeconds ?? 0]), 1e-9)
  const shown = isShort ? rows.filter((row) => !row.isSame) : rows
  return (
    <section className={styles.section}>
      <h2>Tasks</h2>
      {shown.length === 0 ? <p className={styles.quiet}>They ended the same.</p> : null}
      {shown.length > 0 ? (
        <Table label="Tasks" head={['', 'Left', 'Right', 'Change']}>
          {shown.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td className={row.isSame ? styles.value : styles.left}>
                <TaskTime text={row.left} seconds={row.leftSeconds} longest={longest} />
              </td>
              <td className={row.isSame ? styles.value : styles.right}>
                <TaskTime text={row.right} seconds={row.rightSeconds} longest={longest} />
              </td>
              <td className={styles.sign}>
                {row.isSame ? '' : 'differs '}
                {changeText(row.leftSeconds, row.rightSeconds)}
              </td>
            </tr>
          ))}
        </Table>
      ) : null}
    </section>
  )
}

function TaskTime({ text, seconds, longest }: { text: string | null; seconds: number | null; longest: number }) {
  return (
    <>
      {text ?? '–'}
      {seconds === null ? null : (
        <>
          , {durationText(seconds)}
          <span className={styles.bar} style={{ width: `${(100 * seconds) / longest}%` }} aria-hidden />
        </>
      )}
    </>
  )
}

function Output({ left, right, isShort }: Pair) {
  const [one, other] = [useQuery({ ...resultQuery(left.run_id), enabled: left.status === 'succeeded' }), useQuery({ ...resultQuery(right.run_id), enabled: right.status === 'succeeded' })]
  const problem = [one, other].find((query) => query.error && !isNotKept(query.error))
  if (problem) {
    return <Empty title="The answers could not be fetched">{problem.error?.message}</Empty>
  }
  if (one.isLoading || other.isLoading) {
    return null
  }
  return (
    <>
      {one.error || other.error ? <p className={styles.quiet}>The answer of a run in the foreground goes to its caller and is not kept.</p> : null}
      <Section title="Output" rows={compareValues(one.data, other.data)} isShort={isShort} nothing="There is no answer to be compared." />
    </>
  )
}
