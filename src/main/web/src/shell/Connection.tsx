import { CloudOff } from 'lucide-react'

import { useOnline } from '../api/events'
import { useReachable } from './connection'
import styles from './shell.module.css'

/** Says that what is shown may be old, as long as the server is not reached. */
export function Connection() {
  const isOnline = useOnline()
  const isReachable = useReachable((state) => state.isReachable)
  return (
    <div role="status">
      {isOnline && isReachable ? null : (
        <p className={styles.away}>
          <CloudOff size={16} aria-hidden />
          <span>
            <strong>{isOnline ? 'The server does not answer.' : 'There is no network.'}</strong> What you see may be out of date; the page goes on by itself.
          </span>
        </p>
      )}
    </div>
  )
}
