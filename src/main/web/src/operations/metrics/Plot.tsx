import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'

import { useThemeName } from './theme'
import type { Panel } from './panels'
import { quantityText } from './quantity'

export type Columns = [number[], ...(number | null)[][]]

const HEIGHT = 150
const AXIS = 58
const TIME_AXIS = 24
/** Steps of an axis along which there are no halves. */
const WHOLE = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()
/** Lines differ in their dashes as well as in their colours. */
const DASHES: readonly number[][] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4], [1, 4]]
/** The cursors of all plots move together. */
const CURSORS = uPlot.sync('operations')

/** `12:00`, and with its seconds where it is not a whole minute. */
function clockText(seconds: number): string {
  const text = new Date(seconds * 1000).toTimeString().slice(0, 8)
  return text.endsWith(':00') ? text.slice(0, 5) : text
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

function optionsOf(panel: Panel, width: number, onCursor: (index: number | null) => void): uPlot.Options {
  const axis = { stroke: token('quiet'), grid: { stroke: token('line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { sync: { key: CURSORS.key }, drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...axis, size: TIME_AXIS, values: (_, ticks) => ticks.map(clockText) },
      { ...axis, size: AXIS, ...(panel.unit === 'count' ? { incrs: WHOLE } : {}), values: (_, ticks) => ticks.map((tick) => quantityText(tick, panel.unit)) },
    ],
    series: [{}, ...panel.lines.map((line, index) => ({ label: line.label, stroke: token(line.ink), width: 1.5, dash: DASHES[index] ?? [], points: { show: false } }))],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
  }
}

/** The lines of a panel over time. What it shows is told in words by the table beneath, so that it says nothing to screen readers. */
export default function Plot({ panel, data, range, onCursor }: { panel: Panel; data: Columns; range: [number, number]; onCursor: (index: number | null) => void }) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const theme = useThemeName()
  const [from, to] = range

  useEffect(() => {
    const element = place.current
    if (!element) {
      return
    }
    const made = new uPlot(optionsOf(panel, element.clientWidth, onCursor), [[], ...panel.lines.map(() => [])], element)
    plot.current = made
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [panel, theme, onCursor])

  useEffect(() => {
    plot.current?.batch(() => {
      plot.current?.setData(data, false)
      plot.current?.setScale('x', { min: from, max: to })
    })
  }, [data, from, to, theme, panel, onCursor])

  return <div ref={place} aria-hidden style={{ height: HEIGHT }} />
}
