import { memo, useEffect, useMemo, useRef, useState } from 'react'

import { Button, classes, StatusBadge, Table, Time } from '../ui'
import { durationText } from '../ui/quantities'
import { isFinal, type RunState } from './runState'
import { lengthOf, timelineOf, type Bar, type Timeline, type TimelineRow } from './timeline'
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
  const frame = useFollowed(timeline.rows.filter((row) => row.bars.length > 0).length)
  return (
    // bars stand where the length of the whole time puts them, so that a row is drawn again only for what happens in it
    <div ref={frame} className={styles.scroll} style={{ '--length': timeline.scale } as React.CSSProperties}>
      <div className={styles.axis} aria-hidden>
        {timeline.ticks.map((tick) => (
          <span key={tick.seconds} className={styles.tick} style={{ left: `${100 * tick.at}%` }}>
            {tick.seconds === 0 ? '0' : durationText(tick.seconds)}
          </span>
        ))}
      </div>
      <ul className={styles.rows}>
        {timeline.rows.map((row) => (
          <Row key={row.task} row={row} words={wordsOf(row, timeline)} isChosen={row.task === chosen} onChoose={onChoose} />
        ))}
      </ul>
    </div>
  )
}

/** In pixels, as the style has them: a row, and the axis above all rows. */
const ROW = 26
const AXIS = 24

/** Keeps the row of the task that began last in sight, unless the reader has scrolled away from it. */
function useFollowed(begun: number) {
  const frame = useRef<HTMLDivElement>(null)
  const lowest = useRef(0)
  useEffect(() => {
    const element = frame.current
    const wanted = element ? Math.max(0, AXIS + ROW * begun - element.clientHeight) : 0
    // at the first look one sees the begin
    if (element && lowest.current > 0 && element.scrollTop >= Math.max(0, lowest.current - 2 * ROW - element.clientHeight)) {
      element.scrollTop = wanted
    }
    lowest.current = AXIS + ROW * begun
  }, [begun])
  return frame
}

const Row = memo(
  function Row({ row, words, isChosen, onChoose }: { row: TimelineRow; words: string; isChosen: boolean; onChoose: Choice['onChoose'] }) {
    return (
      <li>
        <button type="button" className={classes(styles.row, isChosen && styles.chosen)} aria-pressed={isChosen} onClick={() => onChoose(isChosen ? null : row.task)}>
          <span className={classes(styles.name, styles[row.status])}>{row.task}</span>
          <span className="unseen">{words}</span>
          <span className={styles.track} aria-hidden>
            {row.bars.map((bar) => (
              <span key={bar.attempt.number} className={classes(styles.bar, styles[bar.end])} style={placeOf(bar)} title={titleOf(bar)} />
            ))}
          </span>
        </button>
      </li>
    )
  },
  (one, other) => one.isChosen === other.isChosen && one.onChoose === other.onChoose && one.words === other.words && isSame(one.row, other.row),
)

function isSame(one: TimelineRow, other: TimelineRow): boolean {
  return one.status === other.status && one.bars.length === other.bars.length && one.bars.every((bar, index) => bar.from === other.bars[index]?.from && bar.to === other.bars[index].to && bar.end === other.bars[index].end)
}

function placeOf({ from, to }: Bar): React.CSSProperties {
  return { left: `calc(100% * ${from} / var(--length))`, width: `calc(100% * (${to ?? 'var(--length)'} - ${from}) / var(--length))` }
}

function titleOf({ attempt, end, from, to }: Bar): string {
  return `Attempt ${attempt.number} ${end}${to === null ? '' : `, ${durationText(to - from)}`}${attempt.error ? `: ${attempt.error.type}: ${attempt.error.message}` : ''}`
}

/** Of what is under way the time is left out: it would be read out anew all the time. */
function wordsOf({ status, bars }: TimelineRow, timeline: Timeline): string {
  const last = bars.at(-1)
  const took = last && last.to !== null ? `, ${durationText(lengthOf(last, timeline))}` : ''
  return `, ${status.replaceAll('_', ' ')}${last ? `, ${bars.length === 1 ? '1 attempt' : `${bars.length} attempts`}` : ''}${took}`
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
              <td>{durationText(bar.from)}</td>
              <td>{durationText(lengthOf(bar, timeline))}</td>
              <td>{bar.attempt.userSeconds === null ? '–' : durationText(bar.attempt.userSeconds)}</td>
            </tr>
          ))
        ),
      )}
    </Table>
  )
}
