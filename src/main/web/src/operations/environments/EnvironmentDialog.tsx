import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { answer, api, type Environment, type Schemas } from '../../api/client'
import { Bytes, Dialog, Loaded, StatusBadge, Time, uiStyles } from '../../ui'
import { Fact, Facts } from '../Facts'
import { packageCount } from '../workers/groups'
import { useBuildLog } from './buildLog'
import styles from './environments.module.css'
import { LogLines } from './LogLines'

type Details = Environment & { log: Schemas['EnvironmentLine'][] }

/** How often it is asked besides its events, in milliseconds. */
const WHILE_BUILDING = 3_000

function isUnderWay(state: Environment['state']): boolean {
  return state === 'building' || state === 'waiting'
}

/** All of one environment; its log comes live while it is built. */
export function EnvironmentDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({
    queryKey: ['environments', id],
    queryFn: () => answer(api.GET('/api/app/be_workflows/environments/{environment_id}', { params: { path: { environment_id: id } } })),
    refetchInterval: (asked) => (asked.state.data && isUnderWay(asked.state.data.state) ? WHILE_BUILDING : false),
  })
  return (
    <Dialog title={<code>{id}</code>} isOpen onClose={onClose} isWide>
      <Loaded query={query} lines={6}>
        {(environment) => <Detail environment={environment} />}
      </Loaded>
    </Dialog>
  )
}

function Detail({ environment }: { environment: Details }) {
  return (
    <div className={styles.detail}>
      <Facts>
        <Fact name="State">
          <StatusBadge status={environment.state} />
        </Fact>
        <Fact name="Python">{environment.python}</Fact>
        <Fact name="Size">
          <Bytes bytes={environment.bytes} />
        </Fact>
        <Fact name="Built">
          <Time at={environment.ended_at} />
        </Fact>
        <Fact name="Last used" about="to the hour">
          <Time at={environment.last_used_at} />
        </Fact>
      </Facts>
      {environment.error ? (
        <div className={uiStyles.problem}>
          <strong>It could not be built</strong>
          <pre tabIndex={0} role="region" aria-label="What pip said" style={{ overflow: 'auto', whiteSpace: 'pre-wrap' }}>
            {environment.error}
          </pre>
        </div>
      ) : null}
      <section aria-label="Build log">
        <h3>Build log</h3>
        {isUnderWay(environment.state) ? <LiveLog id={environment.id} /> : <KeptLog lines={environment.log} />}
      </section>
      <Workflows environment={environment} />
      <Packages environment={environment} />
    </div>
  )
}

function LiveLog({ id }: { id: string }) {
  const { lines, state, stream } = useBuildLog(id)
  return (
    <>
      <p role="status" className={uiStyles.hint}>
        {stream === 'connecting' ? 'Connecting …' : state === 'waiting' ? 'Waiting for other builds …' : 'Building …'}
      </p>
      <LogLines label="Build log" lines={lines} />
    </>
  )
}

function KeptLog({ lines }: { lines: Details['log'] }) {
  return lines.length === 0 ? (
    <p className={uiStyles.hint}>The server has kept no line of its build.</p>
  ) : (
    <LogLines label="Build log" lines={lines.map((line) => ({ seq: line.seq, text: line.log }))} />
  )
}

function Workflows({ environment }: { environment: Environment }) {
  return (
    <section aria-label="Workflows">
      <h3>Workflows</h3>
      {environment.workflows.length === 0 ? <p className={uiStyles.hint}>No published version needs it any more.</p> : null}
      <div className={styles.workflows}>
        {environment.workflows.map((workflow) => (
          <Link key={`${workflow.workflow_id} ${workflow.version}`} href={`/workflows/${workflow.workflow_id}`}>
            {workflow.workflow_id} v{workflow.version}
          </Link>
        ))}
      </div>
    </section>
  )
}

function Packages({ environment }: { environment: Environment }) {
  return (
    <section aria-label="Packages">
      <h3>{packageCount(environment.packages.length)}</h3>
      <ul className={styles.packages}>
        {environment.packages.map((one) => (
          <li key={one.name}>
            {one.name}=={one.version}
          </li>
        ))}
      </ul>
    </section>
  )
}
