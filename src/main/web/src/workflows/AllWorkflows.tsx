import { Download, Ellipsis, Plus, Upload } from 'lucide-react'
import { lazy, Suspense, type DragEvent } from 'react'

import { useMay } from '../api/session'
import { useCommands } from '../shell/commands'
import { Button, IconButton, Menu, PageHead, type MenuEntry } from '../ui'
import { useExport } from './actions'
import { dropped } from './dropped'
import { FirstWorkflow } from './FirstWorkflow'
import { Filters } from './Filters'
import { useFilter } from './filter'
import { useWorkflowList } from './list'
import type { Beginning } from './NewWorkflow'
import { useNew } from './useNew'
import { WorkflowList } from './WorkflowList'
import styles from './workflows.module.css'

// brings what reads YAML and archives along
const NewWorkflow = lazy(() => import('./NewWorkflow'))

function HeadActions({ onNew, isEmpty }: { onNew: (from: Beginning) => void; isEmpty: boolean }) {
  const mayWrite = useMay('author')
  const save = useExport()
  const entries: MenuEntry[] = [{ label: 'Export all', icon: <Download size={16} aria-hidden />, isDisabled: isEmpty, onSelect: () => save.mutate(null) }]
  if (mayWrite) {
    entries.unshift({ label: 'Import files', icon: <Upload size={16} aria-hidden />, onSelect: () => onNew('file') })
  }
  return (
    <>
      <Menu
        trigger={
          <IconButton name="Import and export" look="normal">
            <Ellipsis size={18} aria-hidden />
          </IconButton>
        }
        entries={entries}
      />
      {mayWrite ? (
        <Button look="primary" onClick={() => onNew('empty')} data-tour={isEmpty ? undefined : 'create'}>
          <Plus size={16} aria-hidden /> New workflow
        </Button>
      ) : null}
    </>
  )
}

function useListCommands() {
  const save = useExport()
  useCommands([
    { id: 'workflows.search', label: 'Search workflows', keys: '/', run: () => document.getElementById('workflow-search')?.focus() },
    { id: 'workflows.export', label: 'Export all workflows', words: 'download save backup', run: () => save.mutate(null) },
  ])
}

/** Takes files that are dropped anywhere on the page. */
function useDrop(onFiles: (files: ReturnType<typeof dropped>) => void) {
  const mayWrite = useMay('author')
  const isForUs = (event: DragEvent) => mayWrite && !event.defaultPrevented && event.dataTransfer.types.includes('Files')
  return {
    onDragOver: (event: DragEvent) => (isForUs(event) ? event.preventDefault() : undefined),
    onDrop: (event: DragEvent) => {
      if (isForUs(event)) {
        event.preventDefault()
        onFiles(dropped(event.dataTransfer))
      }
    },
  }
}

/** All workflows, for whoever may see them. */
export function AllWorkflows() {
  const [filter, setFilter] = useFilter()
  const found = useWorkflowList(filter)
  const making = useNew()
  useListCommands()
  const drop = useDrop((files) => making.open('file', files))
  return (
    <div className={styles.page} {...drop}>
      <PageHead title="Workflows">
        <HeadActions onNew={making.open} isEmpty={found.isFirstUse} />
      </PageHead>
      {found.isFirstUse ? (
        <FirstWorkflow onDone={making.leaveFor} onNew={making.open} />
      ) : (
        <>
          <Filters filter={filter} onChange={setFilter} />
          <WorkflowList found={found} onFilter={setFilter} />
        </>
      )}
      <Suspense fallback={null}>{making.from ? <NewWorkflow key={making.from} from={making.from} files={making.files} onClose={making.close} onDone={making.leaveFor} /> : null}</Suspense>
    </div>
  )
}
