import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'

import { answer, api } from '../api/client'
import { asProblem } from '../api/problem'
import { whoamiQuery } from '../api/session'
import { SessionEnded, SignInForm } from '../shell/SignIn'
import type { CallValues } from '../tryit/call'
import { Empty, ProblemBox, Skeleton } from '../ui'
import { useRunInAddress } from './address'
import { CallPanel, type Entering } from './CallPanel'
import { dashboardOf, type Dashboard } from './contract'
import styles from './dashboard.module.css'
import { RunPanel } from './RunPanel'
import { useDashboardRun } from './useDashboardRun'

/** A workflow for those who only use it: its form, what it says while it works, and its answer. It can be shared by its address. */
export default function DashboardPage({ id }: { id: string }) {
  const whoami = useQuery(whoamiQuery)
  const contract = useQuery({
    queryKey: ['dashboard', 'contract', id],
    queryFn: async () => dashboardOf(id, (await answer(api.GET('/api/app/be_workflows/be_wf_graph/id/{id}/openapi.json', { params: { path: { id } } }))) as Record<string, unknown>),
    staleTime: 60_000,
  })
  const isSignedOut = [whoami.error, contract.error].some((error) => error && asProblem(error).status === 401)
  if (isSignedOut && !contract.data) {
    return <Door />
  }
  return (
    <Frame>
      {contract.data ? <Loaded dashboard={contract.data} /> : null}
      {contract.error && !contract.data ? <Unavailable failure={contract.error} onRetry={() => void contract.refetch()} /> : null}
      {contract.isPending ? <Skeleton lines={6} /> : null}
      {isSignedOut ? <SessionEnded /> : null}
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <main id="content" className={styles.frame} tabIndex={-1}>
      {children}
    </main>
  )
}

function Door() {
  return (
    <Frame>
      <div className={styles.door}>
        <h1>Sign in</h1>
        <p className={styles.quiet}>Whoever sent you this link can give you a key that opens it.</p>
        <SignInForm />
      </div>
    </Frame>
  )
}

function Unavailable({ failure, onRetry }: { failure: Error; onRetry: () => void }) {
  if (asProblem(failure).status === 404) {
    return (
      <Empty title="There is nothing at this address">
        <p>The workflow was renamed, deleted or never published, or your key does not reach it. Ask whoever sent you the link.</p>
      </Empty>
    )
  }
  return <ProblemBox failure={failure} onRetry={onRetry} />
}

function Loaded({ dashboard }: { dashboard: Dashboard }) {
  const [runId, setRunId] = useRunInAddress()
  // what was entered stays, its files too, while one run follows the other
  const [typed, setTyped] = useState<CallValues | null>(null)
  const entering = { dashboard, typed, onType: setTyped, onStarted: setRunId }
  useEffect(() => {
    document.title = dashboard.title
  }, [dashboard.title])
  return (
    <>
      <header className={styles.head}>
        <h1>{dashboard.title}</h1>
        {dashboard.description ? <p>{dashboard.description}</p> : null}
      </header>
      <div className={styles.parts}>
        {runId === null ? <CallPanel {...entering} past={null} isBusy={false} /> : <OfRun key={runId} runId={runId} entering={entering} onLeave={() => setRunId(null)} />}
      </div>
    </>
  )
}

function OfRun({ runId, entering, onLeave }: { runId: string; entering: Entering; onLeave: () => void }) {
  const state = useDashboardRun(runId)
  const { shape, items } = entering.dashboard
  const isForeign = state.run !== undefined && state.run.workflow_id !== shape.id
  const isBusy = !isForeign && state.run !== undefined && state.answer === null && !state.failure
  const isKnown = state.run !== undefined || Boolean(state.failure) || entering.typed !== null
  return (
    <>
      {isKnown ? <CallPanel {...entering} past={isForeign ? null : (state.run ?? null)} isBusy={isBusy} /> : <Skeleton lines={4} />}
      <RunPanel state={state} isForeign={isForeign} items={items} fileName={shape.id} onLeave={onLeave} />
    </>
  )
}
