import { lazy, Suspense, useMemo, useState } from 'react'

import type { Ink } from '../../ui/Plot'
import { columns, summary, type Point } from './history'
import styles from './metrics.module.css'
import type { Panel } from './panels'
import { quantityText } from './quantity'

const Plot = lazy(() => import('../../ui/Plot'))

/** One plot with its lines in words beneath: their values now, or under the cursor, and the least and greatest in sight. */
export function PanelFigure({ panel, points, range, isPlotted }: { panel: Panel; points: readonly Point[]; range: [number, number]; isPlotted: boolean }) {
  const [index, setIndex] = useState<number | null>(null)
  const data = useMemo(() => columns(points, panel), [points, panel])
  return (
    <figure className={styles.panel} aria-labelledby={`panel-${panel.id}`}>
      <figcaption>
        <h2 id={`panel-${panel.id}`}>{panel.title}</h2>
        <span className={styles.about}>{panel.about}</span>
      </figcaption>
      {isPlotted ? (
        <Suspense fallback={<div className={styles.plotPlace} />}>
          <Plot group="operations" lines={panel.lines} data={data} range={range} text={(value) => quantityText(value, panel.unit)} isWhole={panel.unit === 'count'} onCursor={setIndex} />
        </Suspense>
      ) : null}
      <LineTable panel={panel} data={data} index={index} />
    </figure>
  )
}

function LineTable({ panel, data, index }: { panel: Panel; data: ReturnType<typeof columns>; index: number | null }) {
  return (
    <table className={styles.lines}>
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">Line</span>
          </th>
          <th scope="col">{index === null ? 'now' : 'then'}</th>
          <th scope="col">least</th>
          <th scope="col">most</th>
        </tr>
      </thead>
      <tbody>
        {panel.lines.map((line, position) => {
          const values = data[position + 1] ?? []
          const { now, least, most } = summary(values)
          return (
            <tr key={line.label}>
              <th scope="row">
                <Swatch ink={line.ink} /> {line.label}
              </th>
              <td>{quantityText(index === null ? now : values[index], panel.unit)}</td>
              <td>{quantityText(least, panel.unit)}</td>
              <td>{quantityText(most, panel.unit)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Swatch({ ink }: { ink: Ink }) {
  return <span aria-hidden className={styles.swatch} style={{ background: `var(--${ink})` }} />
}
