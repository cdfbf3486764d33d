import { memo, useMemo, useState } from 'react'

import { Button, classes, StatusBadge, Table, Time } from '../ui'
import { durationText } from '../ui/quantities'
import { isFinal, type RunState } from './runState'
import { timelineOf, type Bar, type Timeline, type TimelineRow } from './timeline'
import styles from './timeline.module.css'
import { useNow } from './useNow'

interface Choice {
  chosen: string | null
  onChoose: (task: string | null) => void
}

/** Tasks and their attempts over time, as bars or as a table. */
export function TimelineView({ state, chosen, onChoose }: { state: RunState } & Choice) {
  const [isTable, setTable] = useState(false)
  const now = useNow(!isFinal(state.status))
  const timeline = useMemo(() => timelineOf(state, now), [state, now])
  return (
    <section className={styles.frame} aria-label="Timeline">
      <div className={styles.head}>
        <h2>Timeline</h2>
        <Button look="plain" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'Show bars' : 'Show as table'}
        </Button>
      </div>
      {isTable ? <AttemptTable timeline={timeline} /> : <Bars timeline={timeline} chosen={chosen} onChoose={onChoose} />}
    </section>
  )
}

function Bars({ timeline, chosen, onChoose }: { timeline: Timeline } & Choice) {
  return (
    <div className={styles.scroll}>
      <div className={styles.axis} aria-hidden>
        {timeline.ticks.map((tick) => (
          <span key={tick.seconds} className={styles.tick} style={{ left: `${100 * tick.at}%` }}>
            {tick.seconds === 0 ? '0' : durationText(tick.seconds)}
          </span>
        ))}
      </div>
      <ul className={styles.rows}>
        {timeline.rows.map((row) => (
          <Row key={row.task} row={row} isChosen={row.task === chosen} onChoose={onChoose} />
        ))}
      </ul>
    </div>
  )
}

const Row = memo(
  function Row({ row, isChosen, onChoose }: { row: TimelineRow; isChosen: boolean; onChoose: Choice['onChoose'] }) {
    return (
      <li>
        <button type="button" className={classes(styles.row, isChosen && styles.chosen)} aria-pressed={isChosen} onClick={() => onChoose(isChosen ? null : row.task)}>
          <span className={classes(styles.name, styles[row.status])}>{row.task}</span>
          <span className="unseen">{wordsOf(row)}</span>
          <span className={styles.track} aria-hidden>
            {row.bars.map((bar) => (
              <span key={bar.attempt.number} className={classes(styles.bar, styles[bar.end])} style={{ left: `${100 * bar.from}%`, width: `${100 * (bar.to - bar.from)}%` }} title={titleOf(bar)} />
            ))}
          </span>
        </button>
      </li>
    )
  },
  (one, other) => one.isChosen === other.isChosen && one.onChoose === other.onChoose && isSame(one.row, other.row),
)

function isSame(one: TimelineRow, other: TimelineRow): boolean {
  return one.status === other.status && one.bars.length === other.bars.length && one.bars.every((bar, index) => bar.from === other.bars[index]?.from && bar.to === other.bars[index].to && bar.end === other.bars[index].end)
}

function titleOf({ attempt, end, seconds }: Bar): string {
  return `Attempt ${attempt.number} ${end}, ${durationText(seconds)}${attempt.error ? `: ${attempt.error.type}: ${attempt.error.message}` : ''}`
}

function wordsOf({ status, bars }: TimelineRow): string {
  const last = bars.at(-1)
  return `, ${status.replaceAll('_', ' ')}${last ? `, ${bars.length === 1 ? '1 attempt' : `${bars.length} attempts`}, ${durationText(last.seconds)}` : ''}`
}

/** The same for those who do not see bars, or want numbers. */
function AttemptTable({ timeline }: { timeline: Timeline }) {
  return (
    <Table label="Tasks and their attempts" head={['Task', 'Status', 'Attempt', 'Started', 'After', 'Took', 'In the code']}>
      {timeline.rows.flatMap((row) =>
        row.bars.length === 0 ? (
          <tr key={row.task}>
            <td>{row.task}</td>
            <td>
              <StatusBadge status={row.status} />
            </td>
            <td colSpan={5}>–</td>
          </tr>
        ) : (
          row.bars.map((bar) => (
            <tr key={`${row.task} ${bar.attempt.number}`}>
              <td>{row.task}</td>
              <td>
                <StatusBadge status={bar.end} />
              </td>
              <td>{bar.attempt.number}</td>
              <td>
                <Time at={bar.attempt.startedAt} />
              </td>
              <td>{durationText(bar.from * timeline.seconds)}</td>
              <td>{durationText(bar.seconds)}</td>
              <td>{bar.attempt.userSeconds === null ? '–' : durationText(bar.attempt.userSeconds)}</td>
            </tr>
          ))
        ),
      )}
    </Table>
  )
}
