import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { answer, api, type RunSummary } from '../api/client'
import { Duration, Empty, Loaded, StatusBadge, Table, Time } from '../ui'

/** The latest runs of the workflow; the page of all runs has the rest. */
export default function RunsTab({ id }: { id: string }) {
  const runs = useQuery({
    queryKey: ['runs', { workflow: id, limit: 50 }],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs', { params: { query: { workflow: id, limit: 50 } } })),
    refetchInterval: 5_000,
  })
  return (
    <Loaded query={runs} lines={6}>
      {({ items }) => (items.length === 0 ? <Empty title="It has not run yet">Call it from the tab “Try it”, or with curl.</Empty> : <RunTable id={id} runs={items} />)}
    </Loaded>
  )
}

function RunTable({ id, runs }: { id: string; runs: RunSummary[] }) {
  return (
    <>
      <Table label={`Latest runs of ${id}`} head={['Status', 'Run', 'Version', 'Mode', 'Accepted', 'Took']}>
        {runs.map((run) => (
          <tr key={run.run_id}>
            <td>
              <StatusBadge status={run.status} />
            </td>
            <td>
              <Link href={`/runs/${run.run_id}`}>
                <code>{run.run_id}</code>
              </Link>
            </td>
            <td>{run.version}</td>
            <td>{run.mode}</td>
            <td>
              <Time at={run.accepted_at} />
            </td>
            <td>
              <Duration seconds={secondsOf(run)} />
            </td>
          </tr>
        ))}
      </Table>
      <Link href={`/runs?workflow=${encodeURIComponent(id)}`}>All runs of {id}</Link>
    </>
  )
}

function secondsOf({ started_at: start, finished_at: end }: RunSummary): number | null {
  return start && end ? (Date.parse(end) - Date.parse(start)) / 1000 : null
}
