import { Ban, Check, Circle, CircleDashed, CircleSlash, LoaderCircle, SkipForward, X } from 'lucide-react'

import type { TaskStatus } from './runState'
import styles from './graph.module.css'

const ICONS: Record<TaskStatus, typeof Check> = {
  waiting: Circle,
  running: LoaderCircle,
  succeeded: Check,
  failed: X,
  cancelled: Ban,
  passed_over: CircleSlash,
  skipped: SkipForward,
  not_started: CircleDashed,
}

/** The status of a task as a picture, so that colour is not all that tells it. */
export function StatusIcon({ status }: { status: TaskStatus }) {
  const Icon = ICONS[status]
  return <Icon size={18} className={status === 'running' ? styles.turning : styles.icon} role="img" aria-label={status.replaceAll('_', ' ')} />
}
