import { useQuery } from '@tanstack/react-query'

import { answer, api, type Answer, type Run } from '../api/client'
import { asProblem, problemName } from '../api/problem'
import { Empty, Loaded, ProblemBox } from '../ui'
import { AnswerView } from '../values/AnswerView'
import { isFinal, type RunState } from './runState'
import { useDefinition } from './useDefinition'

export function resultQuery(id: string) {
  return {
    queryKey: ['run', id, 'result'],
    queryFn: async () => (await answer(api.GET('/api/app/be_workflows/runs/{run_id}/result', { params: { path: { run_id: id } } }))) as Answer, // the run has ended
    staleTime: Infinity,
  }
}

/** What a run answered, or why there is nothing to be seen. */
export function ResultView({ run, state }: { run: Run; state: RunState }) {
  if (!isFinal(state.status)) {
    return <Empty title="There is no answer yet">It appears here when the run has ended.</Empty>
  }
  if (state.status !== 'succeeded') {
    return <Empty title="There is no answer">The run did not succeed.</Empty>
  }
  return <Result run={run} />
}

function Result({ run }: { run: Run }) {
  const query = useQuery(resultQuery(run.run_id))
  const items = useDefinition(run).data?.response ?? []
  if (query.error) {
    return isNotKept(query.error) ? <NotKept /> : <ProblemBox failure={query.error} onRetry={() => void query.refetch()} />
  }
  return <Loaded query={query}>{(result) => <AnswerView answer={result} items={items} fileName={`${run.workflow_id}-${run.run_id}`} />}</Loaded>
}

export function isNotKept(failure: unknown): boolean {
  return problemName(asProblem(failure)) === 'result-not-kept'
}

function NotKept() {
  return <Empty title="The answer went to its caller">What a run in the foreground answers is not kept. Runs in the background keep theirs.</Empty>
}
