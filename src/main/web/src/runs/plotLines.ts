import type { Schemas } from '../api/client'
import type { Columns, PlotLine } from '../ui/Plot'
import { durationText } from '../ui/quantities'

export type Statistics = Schemas['RunStatistics']
export type Figures = Schemas['RunFigures']

export interface FigureLine extends PlotLine {
  of: (figures: Figures) => number | null
}

export interface PlotPanel {
  title: string
  text: (value: number) => string
  /** Of runs there are no halves. */
  isWhole: boolean
  lines: readonly FigureLine[]
}

const count = (value: number) => value.toLocaleString('en')

export const PANELS: readonly PlotPanel[] = [
  {
    title: 'Latency',
    text: durationText,
    isWhole: false,
    lines: [
      { label: 'p50', ink: 'accent', look: 'points', of: (figures) => figures.p50_seconds },
      { label: 'p99', ink: 'warn', look: 'points', of: (figures) => figures.p99_seconds },
    ],
  },
  { title: 'Throughput', text: count, isWhole: true, lines: [{ label: 'runs', ink: 'accent', look: 'bars', of: (figures) => figures.runs }] },
  { title: 'Errors', text: count, isWhole: true, lines: [{ label: 'failed or dead', ink: 'bad', look: 'bars', of: failures }] },
]

export function failures(figures: Figures): number {
  return figures.failed + figures.dead
}

/** As it is plotted: the begins of the buckets, then a column for each line. */
export function columnsOf(statistics: Statistics, lines: readonly FigureLine[]): Columns {
  return [statistics.buckets.map((bucket) => Date.parse(bucket.at) / 1000), ...lines.map((line) => statistics.buckets.map((bucket) => line.of(bucket)))]
}

/** From the begin of the first bucket to the end of the last. */
export function rangeOf([begins]: Columns, bucketSeconds: number): [number, number] {
  return [begins[0] ?? 0, (begins.at(-1) ?? 0) + bucketSeconds]
}
