import { Pause, Play } from 'lucide-react'
import { useId, useMemo, useState } from 'react'

import { Button, ProblemBox, Select, Skeleton, Switch } from '../../ui'
import styles from './metrics.module.css'
import { PanelFigure } from './PanelFigure'
import { PANELS } from './panels'
import { useHistory, useSampling } from './sampling'
import type { Point } from './history'

const SPANS: readonly (readonly [number, string])[] = [
  [120, '2 minutes'],
  [600, '10 minutes'],
  [3600, '1 hour'],
]

/** What the server measures, plotted while one looks. */
export function MetricsSection() {
  const query = useSampling()
  const points = useHistory((store) => store.history.points.items)
  const [span, setSpan] = useState(120)
  const [isPlotted, setPlotted] = useState(true)
  const [held, setHeld] = useState<readonly Point[] | null>(null)
  if (points.length === 0) {
    return query.error ? <ProblemBox failure={query.error} onRetry={() => void query.refetch()} /> : <Skeleton lines={8} />
  }
  return (
    <>
      <div className={styles.bar}>
        <SpanChoice span={span} onChange={setSpan} />
        <label>
          <Switch label="Plots" isOn={isPlotted} onChange={setPlotted} /> Plots
        </label>
        <Button onClick={() => setHeld(held ? null : points)} aria-pressed={held !== null}>
          {held ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />} {held ? 'Go on' : 'Hold'}
        </Button>
        <a href="/metrics" className={styles.about}>
          All numbers, as Prometheus reads them
        </a>
      </div>
      {query.error ? <ProblemBox failure={query.error} onRetry={() => void query.refetch()} /> : null}
      <Panels points={held ?? points} span={span} isPlotted={isPlotted} />
    </>
  )
}

function SpanChoice({ span, onChange }: { span: number; onChange: (span: number) => void }) {
  const id = useId()
  return (
    <label htmlFor={id}>
      The last
      <Select id={id} value={span} onChange={(event) => onChange(Number(event.target.value))}>
        {SPANS.map(([seconds, label]) => (
          <option key={seconds} value={seconds}>
            {label}
          </option>
        ))}
      </Select>
    </label>
  )
}

function Panels({ points, span, isPlotted }: { points: readonly Point[]; span: number; isPlotted: boolean }) {
  const to = points.at(-1)?.at ?? 0
  const inSight = useMemo(() => points.filter((point) => point.at >= to - span), [points, to, span])
  const range = useMemo<[number, number]>(() => [to - span, to], [to, span])
  return (
    <div className={styles.grid}>
      {PANELS.map((panel) => (
        <PanelFigure key={panel.id} panel={panel} points={inSight} range={range} isPlotted={isPlotted} />
      ))}
    </div>
  )
}
