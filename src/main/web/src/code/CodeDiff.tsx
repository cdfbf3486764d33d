import { lazy, Suspense } from 'react'

import { Skeleton } from '../ui'

export interface CodeDiffProps {
  label: string
  before: string
  after: string
  language: 'python' | 'text'
}

const MergeDiff = lazy(() => import('./MergeDiff'))

/** Two texts, and what differs: beside each other, or in one where there is no room. */
export function CodeDiff(props: CodeDiffProps) {
  return (
    <Suspense fallback={<Skeleton lines={4} />}>
      <MergeDiff {...props} />
    </Suspense>
  )
}
