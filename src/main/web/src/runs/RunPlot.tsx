import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

import { token, type PlotLine } from './plotLines'

const HEIGHT = 150
const AXIS = 62
/** In seconds. */
const DAY = 86_400
const TIME_AXIS = 26
/** The cursors of all plots move together. */
const CURSORS = uPlot.sync('runs')

/** Shorter than this, in pixels, a mark on the plot is a click. */
const SHORTEST_MARK = 6

function optionsOf(lines: readonly PlotLine[], bucket: number, width: number, onMark: (from: number, to: number) => void, onCursor: (index: number | null) => void): uPlot.Options {
  const axis = { stroke: token('quiet'), grid: { stroke: token('line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' }
  const text = lines[0]?.text ?? String
  const bars = uPlot.paths.bars?.({ align: 1, size: [0.9, 60] })
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { sync: { key: CURSORS.key }, drag: { x: true, y: false, setScale: false }, y: false },
    scales: { x: { time: true, range: (_, from, to) => [from, Math.max(to, from + bucket)] }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...axis, size: TIME_AXIS, space: 60, values: (_, ticks) => ticks.map((tick) => clockText(tick, ticks)) },
      { ...axis, size: AXIS, incrs: lines[0]?.steps, values: (_, ticks) => ticks.map((tick) => (tick === 0 ? '0' : text(tick))) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: token(line.ink),
        width: line.isBar ? 0 : 1.5,
        dash: line.dash ?? [],
        ...(line.isBar ? { fill: token(line.ink), paths: bars, points: { show: false } } : { points: { show: true, size: 5, fill: token(line.ink) } }),
      })),
    ],
    hooks: {
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: marked } = plot.select
          if (marked >= SHORTEST_MARK) {
            onMark(plot.posToVal(left, 'x'), plot.posToVal(left + marked, 'x'))
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          }
        },
      ],
    },
  }
}

/** Time of day where the reader is; the day instead, where ticks are a day apart or one begins. */
function clockText(tick: number, ticks: number[]): string {
  const date = new Date(1000 * tick)
  const two = (number: number) => String(number).padStart(2, '0')
  const [first = 0, second = first] = ticks
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`
  if (second - first >= DAY || (clock === '00:00' && (ticks.at(-1) ?? 0) - first > DAY / 4)) {
    return `${two(date.getMonth() + 1)}-${two(date.getDate())}`
  }
  return second - first < 60 ? `${clock}:${two(date.getSeconds())}` : clock
}

/** Lines or bars over time. What it shows is also told by the table, so that it says nothing to screen readers. */
export default function RunPlot({ lines, data, bucket, onMark, onCursor }: { lines: readonly PlotLine[]; data: uPlot.AlignedData; bucket: number; onMark: (from: number, to: number) => void; onCursor: (index: number | null) => void }) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const theme = useThemeName()
  const mark = useEffectEvent(onMark)
  const cursor = useEffectEvent(onCursor)
  const first = useEffectEvent(() => data)
  useEffect(() => {
    const element = place.current
    if (!element) {
      return
    }
    const made = new uPlot(optionsOf(lines, bucket, element.clientWidth, (from, to) => mark(from, to), (index) => cursor(index)), first(), element)
    plot.current = made
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [lines, bucket, theme])
  useEffect(() => plot.current?.setData(data), [data])
  return <div ref={place} aria-hidden style={{ height: HEIGHT }} />
}

/** Canvases do not change their colours by themselves. */
function useThemeName(): string {
  return useSyncExternalStore(
    (tell) => {
      const watch = new MutationObserver(tell)
      watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
      return () => watch.disconnect()
    },
    () => document.documentElement.dataset['theme'] ?? '',
  )
}
