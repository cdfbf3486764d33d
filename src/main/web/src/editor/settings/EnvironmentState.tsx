import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { answer, api } from '../../api/client'
import { useBuildLog } from '../../operations/environments/buildLog'
import { LogLines } from '../../operations/environments/LogLines'
import { Button, StatusBadge, uiStyles, useToasts } from '../../ui'
import styles from './settings.module.css'

/** How far the environment of the newest version is: its build line by line, and another try when it failed. */
export function EnvironmentState({ id, mayBuild, hasRequirements }: { id: string; mayBuild: boolean; hasRequirements: boolean }) {
  const workflow = useQuery({ queryKey: ['workflow', id], queryFn: () => answer(api.GET('/api/app/be_workflows/be_wf_graph/id/{id}', { params: { path: { id } } })) })
  const environment = workflow.data?.environment
  if (!environment) {
    return hasRequirements ? <p className={styles.quiet}>Nothing to install for version {workflow.data?.version ?? ''}: the interpreter has what it needs, or nobody has asked yet.</p> : null
  }
  if (environment.id === null) {
    return <p className={styles.error}>This server has no such Python.</p>
  }
  return <Environment key={environment.id} id={environment.id} workflow={id} mayBuild={mayBuild} isPublishing={workflow.data?.publishing ?? false} />
}

function Environment({ id, workflow, mayBuild, isPublishing }: { id: string; workflow: string; mayBuild: boolean; isPublishing: boolean }) {
  const environment = useQuery({
    queryKey: ['environments', id],
    queryFn: () => answer(api.GET('/api/app/be_workflows/environments/{environment_id}', { params: { path: { environment_id: id } } })),
    retry: false,
  })
  const state = environment.data?.state
  if (state === undefined) {
    return environment.isPending ? null : <p className={styles.quiet}>This server has not built the environment yet; the next call or publication asks for it.</p>
  }
  return (
    <div className={styles.environment} role="group" aria-label="Environment">
      <div className={styles.row}>
        <StatusBadge status={state} />
        <span>
          Python {environment.data?.python}, {environment.data?.packages.length} packages
        </span>
        {isPublishing ? <span className={styles.quiet}>calls go to the version before until it is ready</span> : null}
      </div>
      {state === 'building' || state === 'waiting' ? <Building id={id} workflow={workflow} /> : null}
      {state === 'failed' ? <Failed id={id} error={environment.data?.error ?? ''} mayBuild={mayBuild} /> : null}
    </div>
  )
}

function Building({ id, workflow }: { id: string; workflow: string }) {
  const { lines, stream } = useBuildLog(id)
  const queries = useQueryClient()
  useEffect(() => {
    if (stream === 'ended') {
      void queries.invalidateQueries({ queryKey: ['workflow', workflow] }) // it may be published now
    }
  }, [stream, queries, workflow])
  return (
    <>
      <progress className={styles.progress} aria-label="The environment is being built" />
      {lines.length > 0 ? <LogLines label="What pip says" lines={lines} /> : null}
    </>
  )
}

function Failed({ id, error, mayBuild }: { id: string; error: string; mayBuild: boolean }) {
  const queries = useQueryClient()
  const fail = useToasts((toasts) => toasts.fail)
  const build = useMutation({
    mutationFn: () => answer(api.POST('/api/app/be_workflows/environments/{environment_id}/build', { params: { path: { environment_id: id } } })),
    onError: fail,
    onSettled: () => queries.invalidateQueries({ queryKey: ['environments'] }),
  })
  return (
    <>
      <pre className={uiStyles.code} tabIndex={0} role="region" aria-label="Why it could not be built" style={{ maxHeight: '16rem', whiteSpace: 'pre-wrap' }}>
        {error}
      </pre>
      {mayBuild ? (
        <div>
          <Button onClick={() => build.mutate()} disabled={build.isPending}>
            Build again
          </Button>
        </div>
      ) : null}
    </>
  )
}
