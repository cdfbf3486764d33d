import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { Link, useSearchParams } from 'wouter'

import type { Run } from '../api/client'
import { asProblem, problemName } from '../api/problem'
import { Empty, Loaded, Skeleton, Tabs } from '../ui'
import { FailureView } from './FailureView'
import { InputView } from './InputView'
import { LogView } from './LogView'
import { MessagesView } from './MessagesView'
import { ResultView } from './ResultView'
import { RunHead } from './RunHead'
import type { RunState } from './runState'
import styles from './runs.module.css'
import { TaskView } from './TaskView'
import { TimelineView } from './TimelineView'
import { useDefinition } from './useDefinition'
import { useRun } from './useRun'

const RunGraph = lazy(() => import('./RunGraph').then((module) => ({ default: module.RunGraph })))

/** One run, live. */
export default function RunPage({ id }: { id: string }) {
  const { query, run, state, stream } = useRun(id)
  useEffect(() => {
    document.title = run && state ? `${run.workflow_id}: ${state.status}` : 'Run'
  }, [run, state])
  if (query.error && run === undefined && problemName(asProblem(query.error)) === 'unknown-run') {
    return (
      <Empty title="There is no such run">
        It may have been removed since, or belong to somebody else. <Link href="/runs">All runs</Link>
      </Empty>
    )
  }
  return (
    <Loaded query={query}>
      {(found) =>
        state ? (
          <div className={styles.page}>
            <RunHead run={found} state={state} stream={stream} />
            <RunBody run={found} state={state} />
          </div>
        ) : null
      }
    </Loaded>
  )
}

function RunBody({ run, state }: { run: Run; state: RunState }) {
  const [search, setSearch] = useSearchParams()
  const [tab, setTab] = useState<string | null>(null)
  if (tab === null && state.log.length + state.messages.length > 0) {
    // what comes first is opened, once: what comes after it moves nothing under its reader
    setTab(state.log.length > 0 ? 'log' : 'messages')
  }
  const task = search.get('task')
  const names = useMemo(() => run.tasks.map((one) => one.name), [run])
  const choose = useCallback(
    (name: string | null) => {
      setSearch(name === null ? {} : { task: name }, { replace: true })
      setTab((shown) => (name !== null && (shown ?? 'log') !== 'log' ? 'task' : shown))
    },
    [setSearch],
  )
  const tabs = [
    { id: 'log', label: `Log (${state.log.length.toLocaleString('en')})`, content: <LogView name={`${run.workflow_id}-${run.run_id}`} lines={state.log} tasks={names} task={task ?? ''} onTask={choose} /> },
    { id: 'messages', label: `Messages (${state.messages.length.toLocaleString('en')})`, content: <MessagesView messages={state.messages} notes={state.notes} /> },
    { id: 'task', label: 'Task', content: <TaskView run={run} state={state} task={task} /> },
    { id: 'input', label: 'Input', content: <InputView run={run} /> },
    { id: 'result', label: 'Result', content: <ResultView run={run} state={state} /> },
  ]
  return (
    <div className={styles.body}>
      <div className={styles.side}>
        {state.error ? <FailureView failure={state.error} run={run} /> : null}
        <Graph run={run} state={state} chosen={task} onChoose={choose} />
        <TimelineView state={state} chosen={task} onChoose={choose} />
      </div>
      <div className={styles.side}>
        <Tabs label="About this run" tabs={tabs} value={tab ?? 'log'} onChange={setTab} />
      </div>
    </div>
  )
}

/** Who may see their own runs only may not read definitions: to them the timeline tells of the tasks. */
function Graph(shown: { run: Run; state: RunState; chosen: string | null; onChoose: (task: string | null) => void }) {
  const query = useDefinition(shown.run)
  if (query.error && asProblem(query.error).status === 403) {
    return null
  }
  return (
    <Loaded query={query}>
      {(definition) => (
        <Suspense fallback={<Skeleton />}>
          <RunGraph definition={definition} {...shown} />
        </Suspense>
      )}
    </Loaded>
  )
}
