import { layersOf, mean, type Layers, type Pair } from './layers'

/** The size of a drawn task, in pixels; styles of nodes are made for it. */
export const NODE_WIDTH = 224
export const NODE_HEIGHT = 60

const GAP = 32
/** What an edge that passes by takes of a row. */
const STOP_WIDTH = 16
const BETWEEN_ROWS = 56
const BETWEEN_COLUMNS = 88
/** How often the nodes of each row are moved to their neighbours. */
const MOVES = 12
/** Edges that pass by are kept straight before tasks are put below each other. */
const WEIGHT_OF_STOPS = 4

/** From above down, or from left to right. */
export type Direction = 'down' | 'right'

/** Of a task: its corner at the upper left. */
export interface Place {
  x: number
  y: number
}

export interface Arrow {
  from: string
  to: string
}

/** A graph as it is drawn. */
export interface Layout {
  places: Map<string, Place>
  /** By `routeKey`: through which points an edge passes by the rows between its ends. */
  routes: Map<string, Place[]>
}

export function routeKey({ from, to }: Arrow): string {
  return `${from}→${to}`
}

/**
 * Where each task stands when the graph is drawn in rows, each task below all that it waits for. The same graph always looks the same.
 *
 * @param names of the tasks; an edge to or from another name counts as not there, and so does one that closes a cycle
 */
export function layoutOf(names: readonly string[], edges: readonly Arrow[], direction: Direction = 'down'): Layout {
  const numbers = new Map(names.map((name, index) => [name, index]))
  const pairs = acyclic(names.length, edges.flatMap(({ from, to }) => pairOf(numbers.get(from), numbers.get(to))))
  const layers = layersOf(names.length, pairs)
  const across = acrossOf(layers, direction === 'down' ? NODE_WIDTH : NODE_HEIGHT)
  const rowOf = new Map(layers.rows.flatMap((row, index) => row.map((node) => [node, index] as const)))
  const centre = (node: number) => centreOf(across[node] ?? 0, rowOf.get(node) ?? 0, direction)
  return {
    places: new Map(names.map((name, node) => [name, cornerOf(centre(node))])),
    routes: new Map(pairs.map(([from, to], index) => [routeKey({ from: names[from] ?? '', to: names[to] ?? '' }), (layers.stops[index] ?? []).map(centre)])),
  }
}

/** Where each task stands; see `layoutOf`. */
export function placesOf(names: readonly string[], edges: readonly Arrow[], direction: Direction = 'down'): Map<string, Place> {
  return layoutOf(names, edges, direction).places
}

function pairOf(from: number | undefined, to: number | undefined): Pair[] {
  return from === undefined || to === undefined || from === to ? [] : [[from, to]]
}

/** Without what is there twice, and without edges that lead back to where a walk along the edges comes from. */
function acyclic(count: number, pairs: Pair[]): Pair[] {
  const after: number[][] = Array.from({ length: count }, () => [])
  pairs.forEach(([from, to]) => !after[from]?.includes(to) && after[from]?.push(to))
  const state = new Uint8Array(count) // 1: on the way, 2: done
  const kept: Pair[] = []
  const walk = (node: number) => {
    state[node] = 1
    for (const next of after[node] ?? []) {
      if (state[next] === 0) {
        walk(next)
      }
      if (state[next] === 2) {
        kept.push([node, next])
      }
    }
    state[node] = 2
  }
  after.forEach((_, node) => state[node] === 0 && walk(node))
  return kept
}

/** The centre of each node within its row: as near to the mean of its neighbours as the order of the row allows. */
function acrossOf(layers: Layers, size: number): Float64Array {
  const across = new Float64Array(layers.above.length)
  const sizeOf = (node: number) => (node < layers.firstStop ? size : STOP_WIDTH)
  const weightOf = (node: number) => (node < layers.firstStop ? 1 : WEIGHT_OF_STOPS)
  for (const row of layers.rows) {
    place(row, row.map(() => 0), sizeOf, weightOf, across)
  }
  for (let move = 0; move < MOVES; move++) {
    const isDown = move % 2 === 0
    const neighbours = isDown ? layers.above : layers.below
    for (const row of isDown ? layers.rows : [...layers.rows].reverse()) {
      place(row, row.map((node) => mean(neighbours[node] ?? [], across) ?? across[node] ?? 0), sizeOf, weightOf, across)
    }
  }
  const least = layers.rows.flat().reduce((found, node) => Math.min(found, (across[node] ?? 0) - sizeOf(node) / 2), Infinity)
  return across.map((centre) => centre - least)
}

interface Block {
  /** Where its nodes want it to begin, as a sum by weight. */
  wish: number
  weight: number
  count: number
}

/**
 * Places a row so that the squares of the ways to where its nodes want to stand are least and none covers another: neighbours that would
 * get too near become one block, which stands at the mean of what its nodes want.
 */
function place(row: number[], wishes: number[], sizeOf: (node: number) => number, weightOf: (node: number) => number, across: Float64Array): void {
  const offsets: number[] = []
  row.reduce((offset, node, index) => {
    const before = row[index - 1]
    const at = before === undefined ? 0 : offset + (sizeOf(before) + sizeOf(node)) / 2 + GAP
    offsets.push(at)
    return at
  }, 0)
  const blocks: Block[] = []
  row.forEach((node, index) => {
    const weight = weightOf(node)
    let block: Block = { wish: ((wishes[index] ?? 0) - (offsets[index] ?? 0)) * weight, weight, count: 1 }
    for (let before = blocks.at(-1); before && before.wish / before.weight >= block.wish / block.weight; before = blocks.at(-1)) {
      blocks.pop()
      block = { wish: before.wish + block.wish, weight: before.weight + block.weight, count: before.count + block.count }
    }
    blocks.push(block)
  })
  const starts = blocks.flatMap((block) => new Array<number>(block.count).fill(block.wish / block.weight))
  row.forEach((node, index) => (across[node] = (starts[index] ?? 0) + (offsets[index] ?? 0)))
}

function centreOf(across: number, row: number, direction: Direction): Place {
  if (direction === 'down') {
    return { x: Math.round(across), y: Math.round(row * (NODE_HEIGHT + BETWEEN_ROWS) + NODE_HEIGHT / 2) }
  }
  return { x: Math.round(row * (NODE_WIDTH + BETWEEN_COLUMNS) + NODE_WIDTH / 2), y: Math.round(across) }
}

function cornerOf({ x, y }: Place): Place {
  return { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }
}
