import { Copy, Download, Ellipsis, PanelTop, Trash2, Zap, Hourglass } from 'lucide-react'
import { Link, useLocation } from 'wouter'

import type { WorkflowSummary } from '../api/client'
import { useMay } from '../api/session'
import { Badge, Hint, IconButton, Menu, Switch, Time, type MenuEntry } from '../ui'
import { useDelete, useDuplicate, useExport, useSwitch } from './actions'
import { RecentRuns } from './Sparkline'
import styles from './workflows.module.css'

function ModeSign({ mode }: { mode: WorkflowSummary['mode'] }) {
  const Icon = mode === 'foreground' ? Zap : Hourglass
  const words = mode === 'foreground' ? 'Foreground: a caller waits for the answer' : 'Background: a caller gets addresses, and the run survives any kill'
  return (
    <Hint text={words}>
      <span className={styles.mode}>
        <Icon size={16} aria-hidden />
        <span className="unseen">{mode}</span>
      </span>
    </Hint>
  )
}

function Versions({ workflow: { version, published_version: published, saved_at } }: { workflow: WorkflowSummary }) {
  return (
    <span className={styles.versions}>
      {published === null ? <Badge tone="warn">not published</Badge> : <span>version {published}</span>}
      {published !== null && version > published ? <Badge tone="busy">newer draft</Badge> : null}
      <span className={styles.saved}>
        saved <Time at={saved_at} />
      </span>
    </span>
  )
}

function RowMenu({ workflow }: { workflow: WorkflowSummary }) {
  const mayWrite = useMay('author')
  const [, go] = useLocation()
  const remove = useDelete()
  const duplicate = useDuplicate()
  const save = useExport()
  const { id } = workflow
  const entries: MenuEntry[] = [
    { label: 'Open its form', icon: <PanelTop size={16} aria-hidden />, onSelect: () => go(`/d/${id}`) },
    { label: 'Export', icon: <Download size={16} aria-hidden />, onSelect: () => save.mutate(id) },
  ]
  if (mayWrite) {
    entries.push(
      { label: 'Duplicate', icon: <Copy size={16} aria-hidden />, onSelect: () => duplicate.mutate(workflow) },
      { label: 'Delete', icon: <Trash2 size={16} aria-hidden />, onSelect: () => remove(workflow) },
    )
  }
  return (
    <Menu
      trigger={
        <IconButton name={`More for ${workflow.label || id}`}>
          <Ellipsis size={18} aria-hidden />
        </IconButton>
      }
      entries={entries}
    />
  )
}

function Enabled({ workflow: { id, label, enabled } }: { workflow: WorkflowSummary }) {
  const toggle = useSwitch()
  return (
    <Hint text={enabled ? 'Enabled: it can be called' : 'Disabled: calls are answered with 409'}>
      <span className={styles.enabled}>
        <Switch label={`${label || id} is enabled`} isOn={enabled} isDisabled={toggle.isPending} onChange={(isOn) => toggle.mutate({ id, isOn })} />
      </span>
    </Hint>
  )
}

/** One workflow: what it is, how it does, and what can be done with it. All of it that is no button opens it. */
export function WorkflowRow({ workflow }: { workflow: WorkflowSummary }) {
  const { id, label, description, enabled } = workflow
  const mayWrite = useMay('author')
  return (
    <li className={styles.row} data-off={!enabled}>
      <ModeSign mode={workflow.mode} />
      <div className={styles.what}>
        <div className={styles.names}>
          <Link href={`/workflows/${id}`} className={styles.open}>
            {label || id}
          </Link>
          {label && label !== id ? <code className={styles.id}>{id}</code> : null}
          {enabled || mayWrite ? null : <Badge>disabled</Badge>}
        </div>
        {description ? (
          <p className={styles.description} title={description}>
            {description}
          </p>
        ) : null}
      </div>
      <RecentRuns workflow={workflow} />
      <Versions workflow={workflow} />
      <div className={styles.controls}>
        {mayWrite ? <Enabled workflow={workflow} /> : null}
        <RowMenu workflow={workflow} />
      </div>
    </li>
  )
}
