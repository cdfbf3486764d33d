import { useCallback, useSyncExternalStore } from 'react'

const RUN = /(?:^#|&)run=([0-9a-f-]{36})(?:&|$)/

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

/** The run that stands in the address, so that a reload goes on with it and the back button leaves it. */
export function useRunInAddress(): [string | null, (runId: string | null) => void] {
  const hash = useSyncExternalStore(listen, () => location.hash)
  const set = useCallback((runId: string | null) => {
    history.pushState(history.state, '', runId === null ? location.pathname + location.search : `#run=${runId}`)
    dispatchEvent(new HashChangeEvent('hashchange'))
  }, [])
  return [RUN.exec(hash)?.[1] ?? null, set]
}
