import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'

import type { ResponseItem } from '../../api/client'
import { Button, FormField, IconButton, TextInput } from '../../ui'
import { faultsAt, useFaults } from '../check'
import type { Draft } from '../draft'
import { moved, newItem, removed, replaced, withItems } from './edits'
import { FieldTable } from './FieldTable'
import { RowFaults } from './RowFaults'
import styles from './schema.module.css'

/** The items of the answer, each a list of rows with its own columns. */
export function ResponseItems({ draft }: { draft: Draft }) {
  const items = draft.definition.response ?? []
  const faults = useFaults().faults.filter((fault) => fault.pointer === '/response')
  return (
    <section className={styles.part} aria-label="Response">
      <div className={styles.title}>
        <h2>Response</h2>
        <span className={styles.quiet}>
          {items.length === 0 ? 'Answers nothing yet.' : null} Tasks add rows with <code>ti.response_data(&quot;item&quot;, rows)</code>
        </span>
      </div>
      <RowFaults faults={faults} />
      {items.map((item, index) => (
        <Item key={index} draft={draft} item={item} index={index} count={items.length} />
      ))}
      <div>
        <Button look="plain" onClick={() => draft.change((definition) => withItems(definition, (list) => [...list, newItem(list)]))}>
          <Plus size={14} aria-hidden /> Add response item
        </Button>
      </div>
    </section>
  )
}

function Item({ draft, item, index, count }: { draft: Draft; item: ResponseItem; index: number; count: number }) {
  const pointer = `/response/${index}`
  const faults = faultsAt(useFaults(), pointer).filter((fault) => !/^\/response\/\d+\/fields\/\d+/.test(fault.pointer))
  const edit = (change: (list: readonly ResponseItem[]) => readonly ResponseItem[], place?: string) => draft.change((definition) => withItems(definition, change), place)
  const text = (member: 'key' | 'label' | 'desc', label: string) => (
    <FormField label={label} error={faults.filter((fault) => fault.pointer === `${pointer}/${member}`).map((fault) => fault.message).join('; ')}>
      {(input) => <TextInput {...input} value={item[member] ?? ''} spellCheck={member !== 'key'} onChange={(event) => edit((list) => replaced(list, index, { [member]: event.target.value }), `${pointer}/${member}`)} />}
    </FormField>
  )
  return (
    <div className={styles.item} role="group" aria-label={`Response item ${item.key}`}>
      <div className={styles.itemHead}>
        {text('key', 'Key')}
        {text('label', 'Label')}
        {text('desc', 'Description')}
        <div className={styles.actions}>
          <IconButton name={`Move ${item.key} up`} disabled={index === 0} onClick={() => edit((list) => moved(list, index, index - 1))}><ArrowUp size={14} aria-hidden /></IconButton>
          <IconButton name={`Move ${item.key} down`} disabled={index === count - 1} onClick={() => edit((list) => moved(list, index, index + 1))}><ArrowDown size={14} aria-hidden /></IconButton>
          <IconButton name={`Delete ${item.key}`} onClick={() => edit((list) => removed(list, index))}><Trash2 size={14} aria-hidden /></IconButton>
        </div>
      </div>
      <RowFaults faults={faults.filter((fault) => !['key', 'label', 'desc'].some((member) => fault.pointer === `${pointer}/${member}`))} />
      {(item.fields ?? []).length === 0 ? <p className={styles.quiet}>Rows of any shape: no columns are declared.</p> : null}
      <FieldTable draft={draft} part={{ item: index }} label={`Columns of ${item.key}`} noun="column" />
    </div>
  )
}
