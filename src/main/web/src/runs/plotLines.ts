import type { Schemas } from '../api/client'
import { durationText } from '../ui/quantities'

export type Statistics = Schemas['RunStatistics']
export type Figures = Schemas['RunFigures']

/** A line of a plot, or its bars. */
export interface PlotLine {
  label: string
  /** The name of a colour of the theme. */
  ink: 'accent' | 'good' | 'warn' | 'bad' | 'quiet'
  of: (figures: Figures) => number | null
  text: (value: number) => string
  isBar: boolean
  /** Lines differ by more than their colours. */
  dash?: number[]
  /** What may lie between two ticks of the axis. */
  steps?: number[]
}

export interface PlotPanel {
  title: string
  lines: readonly PlotLine[]
}

const count = (value: number) => value.toLocaleString('en')
/** Of runs there are no halves. */
const WHOLE = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

export const PANELS: readonly PlotPanel[] = [
  {
    title: 'Latency',
    lines: [
      { label: 'p50', ink: 'accent', of: (figures) => figures.p50_seconds, text: durationText, isBar: false },
      { label: 'p99', ink: 'warn', of: (figures) => figures.p99_seconds, text: durationText, isBar: false, dash: [6, 3] },
    ],
  },
  { title: 'Throughput', lines: [{ label: 'runs', ink: 'accent', of: (figures) => figures.runs, text: count, isBar: true, steps: WHOLE }] },
  { title: 'Errors', lines: [{ label: 'failed or dead', ink: 'bad', of: failures, text: count, isBar: true, steps: WHOLE }] },
]

export function failures(figures: Figures): number {
  return figures.failed + figures.dead
}

/** As uPlot wants it: the begins of the buckets in seconds, then a column for each line. */
export function columnsOf(statistics: Statistics, lines: readonly PlotLine[]): [number[], ...(number | null)[][]] {
  return [statistics.buckets.map((bucket) => Date.parse(bucket.at) / 1000), ...lines.map((line) => statistics.buckets.map((bucket) => line.of(bucket)))]
}

/** A colour of the theme as it is now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}
