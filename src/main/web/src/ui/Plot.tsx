import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

/** Which token of the theme a line is drawn in. */
export type Ink = 'accent' | 'good' | 'warn' | 'bad' | 'quiet' | 'text'

/** How a line is drawn; without `look` as one that has no points. */
export interface PlotLine {
  label: string
  ink: Ink
  look?: 'bars' | 'points'
}

/** The times in seconds since 1970, then the values of each line. */
export type Columns = [number[], ...(number | null)[][]]

interface Props {
  /** Plots of one group move their cursors together. */
  group: 'runs' | 'operations'
  /** Another list is another plot: the same one must stay the same. */
  lines: readonly PlotLine[]
  data: Columns
  /** What the axis of time shows, in seconds since 1970. */
  range: readonly [from: number, to: number]
  /** A value as its axis tells it. */
  text: (value: number) => string
  /** There are no halves of what is plotted. */
  isWhole: boolean
  /** The index of the time that is pointed at; null: none is. */
  onCursor: (index: number | null) => void
  /** A span of time that was marked, in seconds since 1970; without it nothing can be marked. */
  onMark?: (from: number, to: number) => void
}

const HEIGHT = 150
const AXIS = 62
const TIME_AXIS = 26
/** Pixels between two times of the axis. */
const TIME_SPACE = 60
/** In seconds. */
const DAY = 86_400
/** Shorter than this, in pixels, a mark on the plot is a click. */
const SHORTEST_MARK = 6
/** Steps of an axis along which there are no halves. */
const WHOLE = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()
/** Lines differ in their dashes as well as in their colours. */
const DASHES: readonly number[][] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4], [1, 4]]

/** A colour of the theme as it is now. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
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

function seriesOf({ label, ink, look }: PlotLine, index: number): uPlot.Series {
  const colour = token(ink)
  if (look === 'bars') {
    const paths = uPlot.paths.bars?.({ align: 1, size: [0.9, 60] })
    return { label, stroke: colour, fill: colour, width: 0, points: { show: false }, ...(paths ? { paths } : {}) }
  }
  return { label, stroke: colour, width: 1.5, dash: DASHES[index] ?? [], points: look === 'points' ? { show: true, size: 5, fill: colour } : { show: false } }
}

function optionsOf({ group, lines, text, isWhole, onCursor, onMark }: Omit<Props, 'data' | 'range'>, width: number): uPlot.Options {
  const axis = { stroke: token('quiet'), grid: { stroke: token('line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { sync: { key: uPlot.sync(group).key }, drag: { x: onMark !== undefined, y: false, setScale: false }, y: false, points: { size: 6 } },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...axis, size: TIME_AXIS, space: TIME_SPACE, values: (_, ticks) => ticks.map((tick) => clockText(tick, ticks)) },
      { ...axis, size: AXIS, ...(isWhole ? { incrs: WHOLE } : {}), values: (_, ticks) => ticks.map((tick) => (tick === 0 ? '0' : text(tick))) },
    ],
    series: [{}, ...lines.map(seriesOf)],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)], ...(onMark ? { setSelect: [(plot: uPlot) => tellMark(plot, onMark)] } : {}) },
  }
}

function tellMark(plot: uPlot, onMark: (from: number, to: number) => void): void {
  const { left, width } = plot.select
  if (width >= SHORTEST_MARK) {
    onMark(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  }
}

/** Lines or bars over time. What it shows is also told in words beside it, so that it says nothing to screen readers. */
export default function Plot({ group, lines, data, range: [from, to], text, isWhole, onCursor, onMark }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const theme = useThemeName()
  const isMarkable = onMark !== undefined
  const told = useEffectEvent((tick: number) => text(tick))
  const cursor = useEffectEvent(onCursor)
  const mark = useEffectEvent((start: number, end: number) => onMark?.(start, end))
  useEffect(() => {
    const element = place.current
    if (!element) {
      return
    }
    const marking = isMarkable ? { onMark: (start: number, end: number) => mark(start, end) } : {}
    const options = optionsOf({ group, lines, text: (tick) => told(tick), isWhole, onCursor: (index) => cursor(index), ...marking }, element.clientWidth)
    const made = new uPlot(options, [[], ...lines.map(() => [])], element)
    plot.current = made
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [group, lines, isWhole, isMarkable, theme])
  useEffect(() => {
    plot.current?.batch(() => {
      plot.current?.setData(data, false)
      plot.current?.setScale('x', { min: from, max: to })
    })
  }, [data, from, to, group, lines, isWhole, isMarkable, theme])
  return <div ref={place} aria-hidden style={{ height: HEIGHT }} />
}

function watchTheme(tell: () => void): () => void {
  const watch = new MutationObserver(tell)
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => watch.disconnect()
}

/** Canvases do not change their colours by themselves. */
function useThemeName(): string {
  return useSyncExternalStore(watchTheme, () => document.documentElement.dataset['theme'] ?? '')
}
