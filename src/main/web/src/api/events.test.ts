import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { follow, type StreamState } from './events'

/** An `EventSource` whose server is the test. */
class Source extends EventTarget {
  static readonly CLOSED = 2
  static opened: Source[] = []
  readyState = 0
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null

  constructor(readonly url: string) {
    super()
    Source.opened.push(this)
  }

  say(kind: string, seq: number): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify({ seq }), lastEventId: String(seq) }))
  }

  giveUp(): void {
    this.readyState = Source.CLOSED
    this.onerror?.()
  }

  close(): void {
    this.readyState = Source.CLOSED
  }
}

function followed() {
  const seen: number[] = []
  const states: StreamState[] = []
  const stop = follow('/events', { kinds: ['message', 'succeeded'], last: ['succeeded'], onEvent: ({ seq }) => seen.push(seq), onState: (state) => states.push(state) })
  return { seen, states, stop }
}

function answering(status: number): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status })))
}

describe('a stream that is followed', () => {
  beforeEach(() => {
    Source.opened = []
    vi.stubGlobal('EventSource', Source)
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('goes on after the last event when the browser gave up, and shows none twice', async () => {
    answering(503)
    const { seen } = followed()
    Source.opened[0]?.say('message', 1)
    Source.opened[0]?.say('message', 2)
    Source.opened[0]?.giveUp()
    await vi.advanceTimersByTimeAsync(600)
    expect(Source.opened[1]?.url).toBe('/events?last_event_id=2')
    Source.opened[1]?.say('message', 2)
    Source.opened[1]?.say('succeeded', 3)
    expect(seen).toEqual([1, 2, 3])
  })

  it.each([
    [204, 'ended'],
    [404, 'refused'],
    [401, 'refused'],
  ] as const)('is over when the server answers %i', async (status, state) => {
    answering(status)
    const { states } = followed()
    Source.opened[0]?.giveUp()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states.at(-1)).toBe(state)
    expect(Source.opened).toHaveLength(1)
  })

  it('tries again while nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    followed()
    Source.opened[0]?.giveUp()
    await vi.advanceTimersByTimeAsync(600)
    expect(Source.opened).toHaveLength(2)
  })
})
