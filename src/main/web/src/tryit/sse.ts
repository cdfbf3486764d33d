/** One event of the stream that a call asked for. */
export interface SentEvent {
  seq: number
  kind: string
  data: Record<string, unknown>
}

/**
 * Reads server-sent events from an answer, for which the browser's `EventSource` cannot be used: it only sends GET without headers.
 *
 * @returns how many bytes came; a connection that breaks ends the reading as its end does
 */
export async function readEvents(response: Response, onEvent: (event: SentEvent) => void): Promise<number> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  const parser = new EventParser(onEvent)
  let bytes = 0
  try {
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      bytes += piece.value.byteLength
      parser.take(decoder.decode(piece.value, { stream: true }))
    }
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure
    }
  }
  return bytes
}

/** Puts events together from pieces of text that end anywhere. */
export class EventParser {
  private rest = ''
  private lastId = ''
  private name = ''
  private data: string[] = []
  private readonly onEvent: (event: SentEvent) => void

  constructor(onEvent: (event: SentEvent) => void) {
    this.onEvent = onEvent
  }

  take(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    lines.forEach((line) => this.line(line.replace(/\r$/, '')))
  }

  private line(line: string): void {
    if (line === '') {
      this.dispatch()
      return
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') {
      this.data.push(value)
    } else if (field === 'event') {
      this.name = value
    } else if (field === 'id') {
      this.lastId = value
    }
  }

  private dispatch(): void {
    if (this.data.length > 0) {
      this.onEvent({ seq: Number(this.lastId) || 0, kind: this.name || 'message', data: JSON.parse(this.data.join('\n')) as Record<string, unknown> })
    }
    this.name = ''
    this.data = []
  }
}
