import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'

import { answer, api } from '../api/client'
import { Button, Loaded, Table, Time } from '../ui'
import { durationText } from '../ui/quantities'
import { columnsOf, failures, PANELS, rangeOf, type Figures, type PlotPanel, type Statistics } from './plotLines'
import { asQuery, isLive, PRESETS, type RunFilter } from './runFilter'
import styles from './plots.module.css'

const Plot = lazy(() => import('../ui/Plot'))

/** How often the figures are asked for again while runs can be added to them, in milliseconds. */
const REFRESH = 5_000
/** What is plotted when any time is asked for. */
const USUAL = '24h'

interface Shown {
  filter: RunFilter
  onChange: (change: Partial<RunFilter>) => void
}

/** How long runs took, how many there were and how many failed, over the time that is looked at. */
export function RunPlots({ filter, onChange }: Shown) {
  const [search, setSearch] = useSearchParams()
  const isHidden = search.get('plots') === 'hidden'
  const toggle = () =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now)
        if (isHidden) {
          next.delete('plots')
        } else {
          next.set('plots', 'hidden')
        }
        return next
      },
      { replace: true },
    )
  return (
    <section className={styles.frame} aria-label="Figures">
      <div className={styles.head}>
        <h2>{headOf(filter)}</h2>
        <Button look="plain" aria-expanded={!isHidden} onClick={toggle}>
          {isHidden ? 'Show plots' : 'Hide plots'}
        </Button>
      </div>
      {isHidden ? null : <Plots filter={filter} onChange={onChange} />}
    </section>
  )
}

function headOf(filter: RunFilter): string {
  const time = filter.time || (filter.since || filter.until ? '' : USUAL)
  return `${PRESETS[time]?.label ?? 'The chosen time'}, ${filter.workflow || 'all workflows'}`
}

function Plots({ filter, onChange }: Shown) {
  const [isTable, setTable] = useState(false)
  const span = filter.since || filter.until ? filter : { ...filter, time: filter.time || USUAL }
  const query = useQuery({
    queryKey: ['runs', 'statistics', { ...span, before: '' }],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs/stats', { params: { query: asQuery(span, Date.now()) } })),
    refetchInterval: isLive({ ...filter, before: '' }) ? REFRESH : false,
    placeholderData: keepPreviousData,
  })
  return (
    <Loaded query={query}>
      {(statistics) => (
        <>
          <Totals total={statistics.total}>
            <Button look="plain" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
              {isTable ? 'Show plots' : 'Show as table'}
            </Button>
          </Totals>
          {isTable ? <FigureTable statistics={statistics} /> : <Panels statistics={statistics} onChange={onChange} />}
        </>
      )}
    </Loaded>
  )
}

function Totals({ total, children }: { total: Figures; children: React.ReactNode }) {
  const failed = failures(total)
  const part = total.runs === 0 ? '' : ` (${((100 * failed) / total.runs).toLocaleString('en', { maximumFractionDigits: 1 })} %)`
  return (
    <div className={styles.totals}>
      <span>
        <b>{total.runs.toLocaleString('en')}</b> runs
      </span>
      <span>
        <b>{failed.toLocaleString('en')}</b> failed{part}
      </span>
      <span>
        half took at most <b>{text(total.p50_seconds)}</b>
      </span>
      <span>
        99 % at most <b>{text(total.p99_seconds)}</b>
      </span>
      {children}
    </div>
  )
}

function text(seconds: number | null): string {
  return seconds === null ? '–' : durationText(seconds)
}

function Panels({ statistics, onChange }: { statistics: Statistics; onChange: Shown['onChange'] }) {
  const [cursor, setCursor] = useState<number | null>(null)
  const mark = useCallback((from: number, to: number) => onChange({ since: new Date(1000 * from).toISOString(), until: new Date(1000 * to).toISOString() }), [onChange])
  return (
    <div className={styles.grid}>
      {PANELS.map((panel) => (
        <Panel key={panel.title} panel={panel} statistics={statistics} cursor={cursor} onCursor={setCursor} onMark={mark} />
      ))}
    </div>
  )
}

function Panel({ panel, statistics, cursor, onCursor, onMark }: { panel: PlotPanel; statistics: Statistics; cursor: number | null; onCursor: (index: number | null) => void; onMark: (from: number, to: number) => void }) {
  const data = useMemo(() => columnsOf(statistics, panel.lines), [statistics, panel])
  const bucket = cursor === null ? undefined : statistics.buckets[cursor]
  return (
    <figure className={styles.panel}>
      <figcaption>
        <b>{panel.title}</b>
        {panel.lines.map((line) => {
          const value = bucket ? line.of(bucket) : null
          return (
            <span key={line.label}>
              <span className={styles.swatch} style={{ background: `var(--${line.ink})` }} aria-hidden /> {line.label}
              {value === null ? '' : ` ${panel.text(value)}`}
            </span>
          )
        })}
        {bucket ? (
          <span className={styles.quiet}>
            <Time at={bucket.at} />
          </span>
        ) : null}
      </figcaption>
      <div className={styles.place}>
        <Suspense>
          <Plot group="runs" lines={panel.lines} data={data} range={rangeOf(data, statistics.bucket_seconds)} text={panel.text} isWhole={panel.isWhole} onMark={onMark} onCursor={onCursor} />
        </Suspense>
      </div>
    </figure>
  )
}

/** The same for those who do not see plots, or want numbers; times without runs are left out. */
function FigureTable({ statistics }: { statistics: Statistics }) {
  const busy = statistics.buckets.filter((bucket) => bucket.runs > 0).reverse()
  return (
    <Table label={`Figures, each of ${durationText(statistics.bucket_seconds)}`} head={['From', 'Runs', 'Succeeded', 'Failed or dead', 'p50', 'p90', 'p99', 'Longest']}>
      {busy.map((bucket) => (
        <tr key={bucket.at}>
          <td>
            <Time at={bucket.at} />
          </td>
          <td>{bucket.runs.toLocaleString('en')}</td>
          <td>{bucket.succeeded.toLocaleString('en')}</td>
          <td>{failures(bucket).toLocaleString('en')}</td>
          <td>{text(bucket.p50_seconds)}</td>
          <td>{text(bucket.p90_seconds)}</td>
          <td>{text(bucket.p99_seconds)}</td>
          <td>{text(bucket.max_seconds)}</td>
        </tr>
      ))}
    </Table>
  )
}
