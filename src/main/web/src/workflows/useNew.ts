import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'

import { useToasts } from '../ui'
import type { ChosenFile } from './folders'
import type { Beginning } from './NewWorkflow'

const BEGINNINGS: readonly Beginning[] = ['empty', 'example', 'file']

/** Whether a new workflow is being made; it stands in the address (`?new=empty`), so that every page can lead here. */
export function useNew() {
  const [address, setAddress] = useSearchParams()
  const [, go] = useLocation()
  const [files, setFiles] = useState<Promise<readonly ChosenFile[]> | null>(null)
  const set = (from: Beginning | null) => {
    const after = new URLSearchParams(address)
    if (from) {
      after.set('new', from)
    } else {
      after.delete('new')
    }
    // going back closes it; once it is closed, going back does not open it again
    setAddress(after, { replace: from === null })
  }
  const close = () => {
    setFiles(null)
    set(null)
  }
  return {
    from: BEGINNINGS.find((one) => one === address.get('new')) ?? null,
    files,
    open: (from: Beginning, dropped: Promise<readonly ChosenFile[]> | null = null) => {
      setFiles(dropped)
      set(from)
    },
    close,
    /** Goes to what was made, if it is one. */
    leaveFor: (ids: readonly string[]) => {
      if (ids.length === 1 && ids[0] !== undefined) {
        go(`/workflows/${ids[0]}`, { replace: true })
      } else {
        close()
        useToasts.getState().say(`${ids.length} workflows are here now.`)
      }
    },
  }
}
