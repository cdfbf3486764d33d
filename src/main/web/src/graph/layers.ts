/* eslint-disable @typescript-eslint/no-non-null-assertion -- nodes are numbers, and each list here has one place per node or row */
/** A graph in layers: each edge leads from a layer to the one below it; where it is longer it goes through stops of its own. */
export interface Layers {
  /** Per layer the nodes from left to right: the number of a task, or of a stop. */
  rows: number[][]
  /** Per node those in the layer above that lead to it. */
  above: number[][]
  /** Per node those in the layer below that it leads to. */
  below: number[][]
  /** Numbers from here on are stops. */
  firstStop: number
  /** Per edge the stops between its ends, from above down. */
  stops: number[][]
}

export type Pair = readonly [from: number, to: number]

/** How often the rows are put in order, down and up in turn; later sweeps seldom find anything better. */
const SWEEPS = 8

/** @param edges without those that would close a cycle */
export function layersOf(count: number, edges: readonly Pair[]): Layers {
  const ranks = ranksOf(count, edges)
  const layers = withStops(ranks, edges)
  order(layers)
  return layers
}

/** How far down each node stands: just below the lowest of those before it; one that has none, just above the highest of those after it. */
function ranksOf(count: number, edges: readonly Pair[]): number[] {
  const after = listsOf(count, edges)
  const open = new Array<number>(count).fill(0)
  edges.forEach(([, to]) => open[to]!++)
  const ranks = new Array<number>(count).fill(0)
  const isFirst = open.map((number) => number === 0)
  const ready = [...open.keys()].filter((node) => open[node] === 0)
  for (const node of ready) {
    for (const next of after[node]!) {
      ranks[next] = Math.max(ranks[next]!, ranks[node]! + 1)
      if (--open[next]! === 0) {
        ready.push(next)
      }
    }
  }
  after.forEach((next, node) => {
    if (isFirst[node] && next.length > 0) {
      ranks[node] = Math.min(...next.map((one) => ranks[one]!)) - 1
    }
  })
  return ranks
}

function listsOf(count: number, edges: readonly Pair[]): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => [])
  edges.forEach(([from, to]) => lists[from]!.push(to))
  return lists
}

function withStops(ranks: number[], edges: readonly Pair[]): Layers {
  const rows: number[][] = Array.from({ length: Math.max(-1, ...ranks) + 1 }, () => [])
  ranks.forEach((rank, node) => rows[rank]!.push(node))
  const layers: Layers = { rows, above: ranks.map(() => []), below: ranks.map(() => []), firstStop: ranks.length, stops: [] }
  for (const [from, to] of edges) {
    const stops: number[] = []
    let last = from
    for (let rank = ranks[from]! + 1; rank < ranks[to]!; rank++) {
      const stop = layers.above.push([]) - 1
      layers.below.push([])
      rows[rank]!.push(stop)
      stops.push(stop)
      join(layers, last, stop)
      last = stop
    }
    join(layers, last, to)
    layers.stops.push(stops)
  }
  return layers
}

function join({ above, below }: Layers, upper: number, lower: number): void {
  below[upper]!.push(lower)
  above[lower]!.push(upper)
}

/** Puts the rows in an order with few crossings: each node to the mean of its neighbours, again and again; the best is kept. */
function order(layers: Layers): void {
  const position = new Float64Array(layers.above.length)
  const number = (row: number[]) => row.forEach((node, index) => (position[node] = index))
  layers.rows.forEach(number)
  let best = layers.rows.map((row) => [...row])
  let fewest = crossings(layers, position)
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const isDown = sweep % 2 === 0
    const neighbours = isDown ? layers.above : layers.below
    for (const row of isDown ? layers.rows : [...layers.rows].reverse()) {
      sortByMean(row, neighbours, position)
      number(row)
    }
    const found = crossings(layers, position)
    if (found < fewest) {
      fewest = found
      best = layers.rows.map((row) => [...row])
    }
  }
  layers.rows = best
}

function sortByMean(row: number[], neighbours: number[][], position: Float64Array): void {
  const wish = new Map(row.map((node) => [node, mean(neighbours[node]!, position) ?? position[node]!]))
  row.sort((left, right) => wish.get(left)! - wish.get(right)! || position[left]! - position[right]!)
}

export function mean(nodes: readonly number[], position: Float64Array): number | undefined {
  return nodes.length === 0 ? undefined : nodes.reduce((sum, node) => sum + position[node]!, 0) / nodes.length
}

function crossings({ rows, below }: Layers, position: Float64Array): number {
  return rows.reduce((sum, row, index) => sum + crossingsBelow(row, rows[index + 1]?.length ?? 0, below, position), 0)
}

/** Of all pairs of edges between two rows, those that cross: counted with a tree of sums, so that it takes n log n steps. */
function crossingsBelow(row: number[], width: number, below: number[][], position: Float64Array): number {
  const sums = new Int32Array(width + 1)
  let seen = 0
  let crossed = 0
  for (const node of row) {
    const ends = below[node]!.map((next) => position[next]!)
    for (const end of ends) {
      let notRight = 0
      for (let at = end + 1; at > 0; at -= at & -at) {
        notRight += sums[at]!
      }
      crossed += seen - notRight
    }
    for (const end of ends) {
      seen++
      for (let at = end + 1; at <= width; at += at & -at) {
        sums[at]!++
      }
    }
  }
  return crossed
}
