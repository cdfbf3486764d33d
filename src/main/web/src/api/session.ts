import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { answer, api, done, type Role } from './client'

const RANK: Record<Role, number> = { viewer: 0, caller: 0, author: 1, admin: 2 }

export const whoamiQuery = queryOptions({
  queryKey: ['whoami'],
  queryFn: () => answer(api.GET('/api/app/be_workflows/whoami')),
  staleTime: 60_000,
})

/** Whether whoever looks at the page may do what needs this role. The server decides; the page only leaves out what would be refused. */
export function useMay(role: Role): boolean {
  const { data } = useQuery(whoamiQuery)
  if (!data) {
    return false
  }
  if (role === 'viewer' || role === 'caller') {
    return data.role === role || RANK[data.role] >= 1
  }
  return RANK[data.role] >= RANK[role]
}

/** Whether they may not, as far as it is known. */
export function useMayNot(role: Role): boolean {
  const isKnown = useQuery(whoamiQuery).data !== undefined
  return !useMay(role) && isKnown
}

/** Opens a session with a key; the browser keeps a cookie that scripts cannot read, and the page forgets the key. */
export function useSignIn() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key: string) => answer(api.POST('/api/app/be_workflows/session', { headers: { Authorization: `Bearer ${key}` } })),
    onSuccess: () => queries.resetQueries(),
  })
}

export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => done(api.DELETE('/api/app/be_workflows/session')),
    onSuccess: () => queries.resetQueries(),
  })
}
