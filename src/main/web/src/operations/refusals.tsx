import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'

import type { Role } from '../api/client'
import { ApiFailure } from '../api/problem'
import { whoamiQuery } from '../api/session'
import { Empty, Loaded, ProblemBox, Skeleton } from '../ui'

interface Query<T> {
  data: T | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

type NeededRole = Exclude<Role, 'caller'>

/** Whose key does, of those that may at least this. */
const KEYS: Record<NeededRole, string> = { viewer: 'the key of a viewer, an author or an admin', author: 'the key of an author or an admin', admin: 'an admin’s key' }

/** Says which role is needed, and which one the reader has. */
export function NotAllowed({ what, role }: { what: string; role: NeededRole }) {
  const { data } = useQuery(whoamiQuery)
  return (
    <Empty title={`${what}: not with this key`}>
      <p>
        <Lock size={14} aria-hidden /> This needs {KEYS[role]}. {data ? `You are signed in as ${data.user ?? 'somebody without a name'}, with the role ${data.role}.` : null}
      </p>
      <p>Ask an admin for another key, or sign in with one that you have.</p>
    </Empty>
  )
}

/** What a query has; where the server refuses, which role it is that the reader lacks. Content that was there stays when the server is away for a moment, with a word above it. */
export function Guarded<T>({ query, what, role, children, lines }: { query: Query<T>; what: string; role: NeededRole; children: (data: T) => ReactNode; lines?: number }) {
  if (query.error instanceof ApiFailure && query.error.problem.status === 403) {
    return <NotAllowed what={what} role={role} />
  }
  if (query.data !== undefined && query.error) {
    return (
      <>
        <ProblemBox failure={query.error} onRetry={() => void query.refetch()} />
        {children(query.data)}
      </>
    )
  }
  return query.isPending && !query.error ? <Skeleton lines={lines ?? 4} /> : <Loaded query={query}>{children}</Loaded>
}
