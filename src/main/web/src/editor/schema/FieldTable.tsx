import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, type KeyboardEvent } from 'react'

import type { Field } from '../../api/client'
import { Button, IconButton } from '../../ui'
import { faultsAt, useFaults } from '../check'
import type { Draft } from '../draft'
import { fieldsOf, inserted, moved, newField, pointerOf, removed, replaced, typesOf, withFields, type Part } from './edits'
import { DefaultCell, NameCell, RequiredCell, RuleCell, TextCell, TypeCell, type CellProps } from './FieldCells'
import { RowFaults } from './RowFaults'
import styles from './schema.module.css'

interface Props {
  draft: Draft
  part: Part
  label: string
  /** What one of them is called: an argument, a field. */
  noun: string
}

/** A list of fields to be edited. Enter adds a row below, Alt and an arrow move the row, Ctrl+Delete removes it. */
export function FieldTable({ draft, part, label, noun }: Props) {
  const fields = fieldsOf(draft.definition, part)
  const { table, focusLater } = useFocus()
  const pointer = pointerOf(part)
  const edit = (change: (fields: readonly Field[]) => readonly Field[], place?: string) => draft.change((definition) => withFields(definition, part, change), place)
  const actions: RowActions = {
    change: (index, change) => edit((list) => replaced(list, index, change), `${pointer}/${index}/${Object.keys(change)[0] ?? ''}`),
    add: (index) => {
      edit((list) => inserted(list, index, newField(list)))
      focusLater(index, 'name')
    },
    move: (from, to, column) => {
      if (to >= 0 && to < fields.length) {
        edit((list) => moved(list, from, to))
        focusLater(to, column)
      }
    },
    remove: (index) => {
      edit((list) => removed(list, index))
      focusLater(Math.min(index, fields.length - 2), 'name')
    },
  }
  const hasDefault = typeof part !== 'object'
  return (
    <div className={styles.list}>
      {fields.length > 0 ? (
        <div className={styles.frame} role="region" aria-label={label} tabIndex={0}>
          <table ref={table} className={styles.fields}>
            <Head hasDefault={hasDefault} />
            {fields.map((field, index) => (
              <Row key={index} field={field} index={index} count={fields.length} part={part} noun={noun} actions={actions} />
            ))}
          </table>
        </div>
      ) : null}
      <div>
        <Button look="plain" onClick={() => actions.add(fields.length)}>
          <Plus size={14} aria-hidden /> Add {noun}
        </Button>
      </div>
    </div>
  )
}

interface RowActions {
  change: (index: number, change: Partial<Field>) => void
  add: (index: number) => void
  move: (from: number, to: number, column: string) => void
  remove: (index: number) => void
}

function Head({ hasDefault }: { hasDefault: boolean }) {
  const names = ['Name', 'Type', 'Required', 'Options or pattern', ...(hasDefault ? ['Default'] : []), 'Label', 'Description']
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        <th>
          <span className="unseen">Actions</span>
        </th>
      </tr>
    </thead>
  )
}

function Row({ field, index, count, part, noun, actions }: { field: Field; index: number; count: number; part: Part; noun: string; actions: RowActions }) {
  const id = useId()
  const pointer = `${pointerOf(part)}/${index}`
  const faults = faultsAt(useFaults(), pointer)
  const who = field.name || `${noun} ${index + 1}`
  const cell: CellProps = {
    field,
    types: typesOf(part),
    onChange: (change) => actions.change(index, change),
    about: (column, name) => ({
      'aria-label': `${name} of ${who}`,
      'aria-invalid': faults.some((fault) => !fault.isWarning && fault.pointer.startsWith(`${pointer}/${column}`)),
      ...(faults.length > 0 ? { 'aria-describedby': id } : {}),
      'data-column': column,
    }),
  }
  const keys = (event: KeyboardEvent) => rowKey(event, index, actions)
  const hasDefault = typeof part !== 'object'
  return (
    <tbody data-row={index} onKeyDown={keys}>
      <tr>
        <td data-label="Name"><NameCell {...cell} /></td>
        <td data-label="Type"><TypeCell {...cell} /></td>
        <td className={styles.check} data-label="Required"><RequiredCell {...cell} /></td>
        <td data-label="Options or pattern"><RuleCell {...cell} /></td>
        {hasDefault ? <td data-label="Default"><DefaultCell {...cell} /></td> : null}
        <td data-label="Label"><TextCell {...cell} member="label" name="Label" /></td>
        <td className={styles.wide} data-label="Description"><TextCell {...cell} member="desc" name="Description" /></td>
        <td className={styles.actions}>
          <IconButton name={`Move ${who} up`} disabled={index === 0} onClick={() => actions.move(index, index - 1, 'name')}><ArrowUp size={14} aria-hidden /></IconButton>
          <IconButton name={`Move ${who} down`} disabled={index === count - 1} onClick={() => actions.move(index, index + 1, 'name')}><ArrowDown size={14} aria-hidden /></IconButton>
          <IconButton name={`Delete ${who}`} onClick={() => actions.remove(index)}><Trash2 size={14} aria-hidden /></IconButton>
        </td>
      </tr>
      {faults.length > 0 ? (
        <tr>
          <td id={id} colSpan={hasDefault ? 8 : 7} className={styles.faults}>
            <RowFaults faults={faults} />
          </td>
        </tr>
      ) : null}
    </tbody>
  )
}

function rowKey(event: KeyboardEvent, index: number, actions: RowActions): void {
  const target = event.target as HTMLElement
  const column = target.dataset['column']
  if (column === undefined) {
    return
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (event.altKey && step !== undefined) {
    actions.move(index, index + step, column)
  } else if (event.key === 'Enter' && target.tagName === 'INPUT') {
    actions.add(index + 1)
  } else if (event.key === 'Delete' && (event.ctrlKey || event.metaKey)) {
    actions.remove(index)
  } else {
    return
  }
  event.preventDefault()
}

/** Puts the focus into a row that is there only after the next drawing. */
function useFocus() {
  const table = useRef<HTMLTableElement>(null)
  const wanted = useRef<{ row: number; column: string } | null>(null)
  useEffect(() => {
    if (wanted.current) {
      const { row, column } = wanted.current
      wanted.current = null
      table.current?.querySelector<HTMLElement>(`[data-row="${row}"] [data-column="${column}"]`)?.focus()
    }
  })
  return { table, focusLater: (row: number, column: string) => (wanted.current = { row, column }) }
}
