/** Gathers what comes, and hands it on once a frame: a thousand events a second are sixty changes of the page. */
export function byFrame<T>(handOn: (batch: readonly T[]) => void): { add: (item: T) => void; stop: () => void } {
  let batch: T[] = []
  let frame = 0
  const flush = () => {
    const gathered = batch
    batch = []
    frame = 0
    handOn(gathered)
  }
  return {
    add(item) {
      batch.push(item)
      frame = frame === 0 ? requestAnimationFrame(flush) : frame
    },
    stop() {
      cancelAnimationFrame(frame)
      if (batch.length > 0) {
        flush()
      }
    },
  }
}
