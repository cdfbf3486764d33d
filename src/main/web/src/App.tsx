import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'

import { Shell } from './shell/Shell'
import { Empty, Skeleton, Toasts } from './ui'

// each page is fetched when it is first looked at
const WorkflowsPage = lazy(() => import('./workflows/WorkflowsPage'))
const WorkflowPage = lazy(() => import('./editor/WorkflowPage'))
const RunsPage = lazy(() => import('./runs/RunsPage'))
const RunPage = lazy(() => import('./runs/RunPage'))
const ComparePage = lazy(() => import('./runs/ComparePage'))
const OperationsPage = lazy(() => import('./operations/OperationsPage'))
const DashboardPage = lazy(() => import('./dashboard/DashboardPage'))

/** The map of the page: which address shows what. */
export function App() {
  return (
    <>
      <Suspense fallback={<Skeleton />}>
        <Switch>
          <Route path="/d/:id">{({ id }) => <DashboardPage id={id} />}</Route>
          <Route>
            <Shell>
              <Suspense fallback={<Skeleton lines={6} />}>
                <Switch>
                  <Route path="/" component={WorkflowsPage} />
                  <Route path="/workflows/:id/:tab?">{({ id, tab }) => <WorkflowPage key={id} id={id} tab={tab ?? 'graph'} />}</Route>
                  <Route path="/runs" component={RunsPage} />
                  <Route path="/runs/compare/:left/:right">{({ left, right }) => <ComparePage left={left} right={right} />}</Route>
                  <Route path="/runs/:id">{({ id }) => <RunPage key={id} id={id} />}</Route>
                  <Route path="/operations/:section?">{({ section }) => <OperationsPage section={section ?? 'workers'} />}</Route>
                  <Route>
                    <Empty title="There is no such page">
                      <a href="/">All workflows</a>
                    </Empty>
                  </Route>
                </Switch>
              </Suspense>
            </Shell>
          </Route>
        </Switch>
      </Suspense>
      <Toasts />
    </>
  )
}
