import { expect, test } from 'vitest'

import { hasEnded, withBuildEvent, type BuildLog } from './buildLog'

const NOTHING: BuildLog = { lines: [], state: null }

test('collects lines and keeps the last state', () => {
  let log = withBuildEvent(NOTHING, { seq: 1, kind: 'state', data: { state: 'building' } })
  log = withBuildEvent(log, { seq: 2, kind: 'log', data: { log: 'Collecting idna' } })

  expect(log).toEqual({ lines: [{ seq: 2, text: 'Collecting idna' }], state: 'building' })
  expect(hasEnded(log)).toBe(false)
})

test.each(['ready', 'failed'])('a build has ended when it is %s', (state) => {
  expect(hasEnded(withBuildEvent(NOTHING, { seq: 1, kind: 'state', data: { state } }))).toBe(true)
})

test('keeps the newest of very many lines', () => {
  let log = NOTHING
  for (let seq = 1; seq <= 5_001; seq += 1) {
    log = withBuildEvent(log, { seq, kind: 'log', data: { log: `line ${seq}` } })
  }

  expect(log.lines.length).toBe(5_000)
  expect(log.lines.at(-1)?.text).toBe('line 5001')
})
