import type { Families, Sample } from './prometheus'

/** What the server measured at one moment. */
export interface Reading {
  /** Seconds since 1970. */
  at: number
  families: Families
}

type Labels = Readonly<Record<string, string>>

/** Samples further apart than this many seconds have a gap between them, in which nobody looked. */
export const LONGEST_STEP = 15

/**
 * A number of one reading: all samples of this name that carry these labels, added up.
 *
 * @returns null when there are none, or none of them is a number
 */
export function total(reading: Reading, name: string, labels: Labels = {}): number | null {
  const values = samplesOf(reading, name, labels)
    .map((sample) => sample.value)
    .filter((value) => !Number.isNaN(value))
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

function samplesOf(reading: Reading, name: string, labels: Labels): Sample[] {
  const family = reading.families.get(name) ?? reading.families.get(name.replace(/_(bucket|sum|count)$/, ''))
  return (family?.samples ?? []).filter((sample) => sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
}

/** Whether the server was started again in between, so that what it counts began at zero. */
function isSameServer(before: Reading, now: Reading): boolean {
  return total(before, 'process_start_time_seconds') === total(now, 'process_start_time_seconds')
}

/** Whether the time between two readings says something: not too long, and one server. */
export function areNeighbours(before: Reading | undefined, now: Reading): before is Reading {
  return before !== undefined && now.at > before.at && now.at - before.at <= LONGEST_STEP && isSameServer(before, now)
}

/**
 * How fast a counter grew, per second.
 *
 * @returns null where the reading before is missing; a counter that is new began at zero
 */
export function rate(before: Reading | undefined, now: Reading, name: string, labels: Labels = {}): number | null {
  const value = total(now, name, labels)
  if (!areNeighbours(before, now)) {
    return null
  }
  const grown = (value ?? 0) - (total(before, name, labels) ?? 0)
  return grown < 0 ? null : grown / (now.at - before.at)
}

/**
 * A quantile of what a histogram took in between two readings, interpolated within its bucket as Prometheus does.
 *
 * @param share between 0 and 1
 * @returns seconds, or whatever the histogram measures; null when nothing came in
 */
export function quantile(before: Reading | undefined, now: Reading, name: string, share: number, labels: Labels = {}): number | null {
  if (before === undefined || !isSameServer(before, now)) {
    return null
  }
  const counts = bucketsBetween(before, now, `${name}_bucket`, labels)
  const all = counts.at(-1)?.count ?? 0
  if (all <= 0) {
    return null
  }
  const wanted = share * all
  const index = counts.findIndex((bucket) => bucket.count >= wanted)
  const bucket = counts[index]
  const below = counts[index - 1] ?? { bound: 0, count: 0 }
  if (!bucket || !Number.isFinite(bucket.bound)) {
    return below.bound
  }
  return below.bound + ((bucket.bound - below.bound) * (wanted - below.count)) / (bucket.count - below.count)
}

interface Bucket {
  bound: number
  count: number
}

/** Cumulative, by bound; several histograms are added up. */
function bucketsBetween(before: Reading, now: Reading, name: string, labels: Labels): Bucket[] {
  const counts = new Map<number, number>()
  const add = (reading: Reading, sign: number) => {
    for (const sample of samplesOf(reading, name, labels)) {
      const bound = sample.labels['le'] === '+Inf' ? Infinity : Number(sample.labels['le'])
      counts.set(bound, (counts.get(bound) ?? 0) + sign * sample.value)
    }
  }
  add(now, 1)
  add(before, -1)
  return [...counts].map(([bound, count]) => ({ bound, count })).sort((left, right) => left.bound - right.bound)
}
