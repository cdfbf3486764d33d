import { useMutation, useQueryClient } from '@tanstack/react-query'

import { Button, Confirm, useToasts } from '../ui'
import styles from './operations.module.css'

/** A button of a row: its word, and what it does to the row. */
export interface RowAction {
  word: string
  isDangerous?: boolean
  /** Why it cannot be done now. */
  hindrance?: string | undefined
  onClick: () => void
}

/** The last cell of a row: what can be done with it. `of` names the row for those who hear a button without its row. */
export function RowActions({ of, actions }: { of: string; actions: readonly RowAction[] }) {
  return (
    <td>
      <div className={styles.rowActions}>
        {actions.map(({ word, isDangerous, hindrance, onClick }) => (
          <Button key={word} look={isDangerous ? 'danger' : 'normal'} onClick={onClick} disabled={hindrance !== undefined} title={hindrance} aria-label={`${word} ${of}`}>
            {word}
          </Button>
        ))}
      </div>
    </td>
  )
}

interface AskedActionProps<T> {
  /** null: nothing is asked. */
  row: T | null
  title: (row: T) => string
  about: (row: T) => string
  /** The word on the button that does it. */
  action: string
  act: (row: T) => Promise<void>
  /** What is said when it is done. */
  said: string
  /** What is read again then, and also when it failed. */
  queryKey: readonly string[]
  onClose: () => void
}

/** Asks before something is done to a row that cannot be taken back, and does it. */
export function AskedAction<T>({ row, title, about, action, act, said, queryKey, onClose }: AskedActionProps<T>) {
  const queries = useQueryClient()
  const { say, fail } = useToasts()
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: () => say(said),
    onError: fail,
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return (
    <Confirm
      title={row === null ? '' : title(row)}
      about={row === null ? '' : about(row)}
      action={action}
      isOpen={row !== null}
      onClose={onClose}
      onConfirm={() => row !== null && mutation.mutate(row)}
    />
  )
}
