import { expect, test } from 'vitest'

import { layoutOf, NODE_HEIGHT, NODE_WIDTH, placesOf, routeKey, type Arrow, type Place } from './layout'

const DIAMOND: Arrow[] = [
  { from: 'parse', to: 'total' },
  { from: 'parse', to: 'extremes' },
  { from: 'total', to: 'report' },
  { from: 'extremes', to: 'report' },
]

function at(places: Map<string, Place>, name: string): Place {
  const place = places.get(name)
  expect(place, name).toBeDefined()
  return place as Place
}

test('eachTaskStandsBelowAllThatItWaitsFor', () => {
  const places = placesOf(['parse', 'total', 'extremes', 'report'], DIAMOND)
  for (const { from, to } of DIAMOND) {
    expect(at(places, to).y).toBeGreaterThanOrEqual(at(places, from).y + NODE_HEIGHT)
  }
  expect(at(places, 'total').y).toBe(at(places, 'extremes').y)
})

test('toTheRightEachTaskStandsRightOfAllThatItWaitsFor', () => {
  const places = placesOf(['parse', 'total', 'extremes', 'report'], DIAMOND, 'right')
  for (const { from, to } of DIAMOND) {
    expect(at(places, to).x).toBeGreaterThanOrEqual(at(places, from).x + NODE_WIDTH)
  }
})

test('anEdgeGoesAroundTheTasksThatItPassesBy', () => {
  const long = { from: 'a', to: 'c' }
  const { places, routes } = layoutOf(['a', 'b', 'c'], [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }, long])
  const [stop] = routes.get(routeKey(long)) ?? []
  const passed = at(places, 'b')
  expect(stop && (stop.x < passed.x || stop.x > passed.x + NODE_WIDTH)).toBe(true)
  expect(routes.get(routeKey({ from: 'a', to: 'b' }))).toEqual([])
})

test('edgesDoNotCrossWhereTheyNeedNot', () => {
  const places = placesOf(['a', 'b', 'c', 'd'], [{ from: 'a', to: 'd' }, { from: 'b', to: 'c' }])
  expect(at(places, 'a').x < at(places, 'b').x).toBe(at(places, 'd').x < at(places, 'c').x)
})

test('noTwoTasksCoverEachOther', () => {
  const { names, edges } = layered(60, 3)
  const places = [...placesOf(names, edges).values()]
  for (const [index, one] of places.entries()) {
    for (const other of places.slice(index + 1)) {
      expect(Math.abs(one.x - other.x) >= NODE_WIDTH || Math.abs(one.y - other.y) >= NODE_HEIGHT).toBe(true)
    }
  }
})

test('theSameGraphAlwaysLooksTheSame', () => {
  const { names, edges } = layered(80, 2)
  expect([...placesOf(names, edges)]).toEqual([...placesOf(names, edges)])
})

test('edgesThatLeadNowhereAndCyclesDoNoHarm', () => {
  expect(placesOf(['a', 'b'], [{ from: 'a', to: 'gone' }, { from: 'a', to: 'b' }, { from: 'b', to: 'a' }, { from: 'a', to: 'a' }]).size).toBe(2)
  expect(placesOf([], []).size).toBe(0)
})

test('namesOfObjectMembersAreNamesOfTasks', () => {
  expect(placesOf(['constructor', '__proto__', 'toString'], [{ from: 'constructor', to: '__proto__' }]).size).toBe(3)
})

test('twoHundredTasksTakeLessThanATenthOfASecond', () => {
  const { names, edges } = layered(200, 2)
  placesOf(names, edges) // compiled
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    placesOf(names, edges)
    return performance.now() - start
  })
  expect(Math.min(...times)).toBeLessThan(100)
})

/** Layers of ten tasks, each task after `before` of the layer above. */
function layered(count: number, before: number): { names: string[]; edges: Arrow[] } {
  const names = Array.from({ length: count }, (_, index) => `task_${index}`)
  const edges = names.flatMap((to, index) => Array.from({ length: before }, (_, step) => index - 10 + step * 3 - (step % 2)).filter((from) => from >= 0 && from < index).map((from) => ({ from: `task_${from}`, to })))
  return { names, edges }
}
