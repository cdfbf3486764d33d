import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useLocation } from 'wouter'

import type { WorkflowDefinition } from '../api/client'
import { routeKey } from '../graph/layout'
import { classes } from '../ui'
import { useFaults, type DefinitionFault } from './check'
import { edgesOf } from './definition'
import type { Draft } from './draft'
import styles from './editor.module.css'

const SCHEMA = /^\/(url_args|body|form|response)(\/|$)/

/** Where the page shows a fault: the tab, with what is to be chosen there. */
export function addressOf(fault: DefinitionFault, definition: WorkflowDefinition): string {
  const [, member = '', index = ''] = fault.pointer.split('/')
  if (SCHEMA.test(fault.pointer)) {
    return 'schema'
  }
  if (member === 'tasks') {
    const task = definition.tasks[Number(index)]
    const search = new URLSearchParams(task && index !== '' ? { task: task.name } : {})
    if (fault.line !== undefined) {
      search.set('line', String(fault.line))
      search.set('column', String(fault.column ?? 1))
    }
    return `graph?${search.toString()}`
  }
  if (member === 'edges') {
    const edge = edgesOf(definition)[Number(index)]
    return edge && index !== '' ? `graph?${new URLSearchParams({ edge: routeKey(edge) }).toString()}` : 'graph'
  }
  return 'settings'
}

function placeOf(fault: DefinitionFault, definition: WorkflowDefinition): string {
  const [, member = '', index = ''] = fault.pointer.split('/')
  const name = member === 'tasks' ? definition.tasks[Number(index)]?.name : undefined
  return name ? `${name}${fault.line === undefined ? '' : `, line ${fault.line}`}` : fault.pointer || 'workflow'
}

/** How many problems the definition has; opened, each of them, with a way to its place. */
export function Faults({ draft }: { draft: Draft }) {
  const { faults, isChecking } = useFaults()
  const [, navigate] = useLocation()
  const [isOpen, open] = useState(false)
  const goTo = (fault: DefinitionFault) => {
    open(false)
    navigate(`/workflows/${draft.id}/${addressOf(fault, draft.definition)}`)
  }
  const errors = faults.filter(({ isWarning }) => !isWarning).length
  if (faults.length === 0) {
    return (
      <span className={styles.checked} role="status">
        <CircleCheck size={14} aria-hidden /> {isChecking ? 'Checking…' : 'No problems'}
      </span>
    )
  }
  const words = [errors > 0 ? `${errors} problem${errors === 1 ? '' : 's'}` : '', faults.length > errors ? `${faults.length - errors} to look at` : ''].filter(Boolean)
  return (
    <Popover.Root open={isOpen} onOpenChange={open}>
      <span className="unseen" role="status">
        {words.join(', ')}
      </span>
      <Popover.Trigger className={classes(styles.faults, errors > 0 ? styles.hasErrors : styles.hasWarnings)}>
        <CircleAlert size={14} aria-hidden /> {words.join(', ')}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="start" sideOffset={4} collisionPadding={12} className={styles.faultList} aria-label="Problems of the definition">
          <ul>
            {faults.map((fault, index) => (
              <li key={index}>
                <button type="button" className={styles.fault} onClick={() => goTo(fault)}>
                  {fault.isWarning ? <TriangleAlert size={14} aria-label="Warning" /> : <CircleAlert size={14} aria-label="Problem" />}
                  <span>
                    <code>{placeOf(fault, draft.definition)}</code> {fault.message}
                    {fault.expected ? <small> Expected: {fault.expected}</small> : null}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
