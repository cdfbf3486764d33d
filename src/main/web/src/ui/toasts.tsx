import { create } from 'zustand'

import { asProblem } from '../api/problem'
import { Button, classes, uiStyles as styles } from '.'

interface Toast {
  id: number
  text: string
  isBad: boolean
  action?: { label: string; onAction: () => void } | undefined
}

interface ToastOptions {
  /** Milliseconds. */
  life?: number
  action?: { label: string; onAction: () => void }
}

interface ToastStore {
  toasts: Toast[]
  /** @returns takes it away again */
  say: (text: string, options?: ToastOptions) => () => void
  fail: (failure: unknown) => void
}

const LIFE = 5_000
const LIFE_OF_FAILURE = 10_000
let last = 0

/** Short messages at the edge of the page, which go by themselves and are read out. */
export const useToasts = create<ToastStore>((set) => {
  const show = (toast: Omit<Toast, 'id'>, life: number) => {
    const id = ++last
    const remove = () => set((state) => ({ toasts: state.toasts.filter((one) => one.id !== id) }))
    set((state) => ({ toasts: [...state.toasts.slice(-4), { ...toast, id }] }))
    setTimeout(remove, life)
    return remove
  }
  return {
    toasts: [],
    say: (text, options = {}) => show({ text, isBad: false, action: options.action }, options.life ?? LIFE),
    fail: (failure) => {
      const problem = asProblem(failure)
      show({ text: problem.detail ? `${problem.title}: ${problem.detail}` : problem.title, isBad: true }, LIFE_OF_FAILURE)
    },
  }
})

export function Toasts() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <ol className={styles.toasts} aria-live="polite" aria-label="Messages">
      {toasts.map((toast) => (
        <li key={toast.id} className={classes(styles.toast, toast.isBad && styles.toastBad)}>
          <span>{toast.text}</span>
          {toast.action ? <Button onClick={toast.action.onAction}>{toast.action.label}</Button> : null}
        </li>
      ))}
    </ol>
  )
}
