import { Trash2, X } from 'lucide-react'

import type { Edge } from '../api/client'
import { routeKey } from '../graph/layout'
import type { Chosen } from '../graph/TaskGraph'
import { Button, FormField, IconButton, TextInput } from '../ui'
import { useFaults } from './check'
import { edgesOf } from './definition'
import type { Draft } from './draft'
import styles from './editor.module.css'
import { keysBefore, keysPushedBy } from './pushedKeys'
import { changeEdge, disconnect } from './recipes'

interface EdgePanelProps {
  draft: Draft
  edge: Edge
  mayEdit: boolean
  onChoose: (chosen: Chosen) => void
  onClose: () => void
}

/** An edge: from where to where, and when it is taken. */
export function EdgePanel({ draft, edge, mayEdit, onChoose, onClose }: EdgePanelProps) {
  const choose = (name: string) => onChoose({ tasks: [name], edges: [] })
  const remove = () => {
    draft.change(disconnect([routeKey(edge)]))
    onClose()
  }
  return (
    <aside className={styles.panel} aria-label={`Edge from ${edge.from} to ${edge.to}`}>
      <div className={styles.panelHead}>
        <h2 className={styles.panelTitle}>Edge</h2>
        {mayEdit ? (
          <IconButton name="Remove the edge" onClick={remove}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        ) : null}
        <IconButton name="Close" onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className={styles.panelBody}>
        <p className={styles.ends}>
          From <Button onClick={() => choose(edge.from)}>{edge.from}</Button> to <Button onClick={() => choose(edge.to)}>{edge.to}</Button>
        </p>
        <Condition draft={draft} edge={edge} mayEdit={mayEdit} />
      </div>
    </aside>
  )
}

/** When an edge is taken, as a Python expression; problems of it stand beneath. */
export function Condition({ draft, edge, mayEdit }: { draft: Draft; edge: Edge; mayEdit: boolean }) {
  const { faults } = useFaults()
  const { definition } = draft
  const index = edgesOf(definition).findIndex((one) => routeKey(one) === routeKey(edge))
  const fault = faults.find(({ pointer }) => pointer === `/edges/${index}/when`)
  const code = definition.tasks.find(({ name }) => name === edge.from)?.code ?? ''
  const keys = [...new Set([...keysPushedBy(code), ...keysBefore(definition, edge.from).map(({ key }) => key)])]
  const hint = `A Python expression, asked when ${edge.from} has finished. Empty: always.${keys.length > 0 ? ` Pushed values: ${keys.join(', ')}.` : ''}`
  return (
    <FormField label={`Taken when (${edge.from} → ${edge.to})`} hint={hint} error={fault?.message}>
      {(input) => (
        <TextInput
          {...input}
          className={styles.mono}
          value={edge.when ?? ''}
          placeholder="len(outliers) > 0"
          readOnly={!mayEdit}
          spellCheck={false}
          onChange={(event) => draft.change(changeEdge(edge, { when: event.target.value || null }), `edges/${routeKey(edge)}/when`)}
        />
      )}
    </FormField>
  )
}
