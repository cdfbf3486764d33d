import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import { whoamiQuery } from '../api/session'
import { Loaded } from '../ui'

/** What stands around every page: where one can go, and who one is. */
export function Shell({ children }: { children: ReactNode }) {
  const whoami = useQuery(whoamiQuery)
  return (
    <>
      <nav aria-label="Pages">
        <Link href="/">Workflows</Link> <Link href="/runs">Runs</Link> <Link href="/operations">Operations</Link>
      </nav>
      <main id="content" tabIndex={-1}>
        <Loaded query={whoami}>{() => children}</Loaded>
      </main>
    </>
  )
}
