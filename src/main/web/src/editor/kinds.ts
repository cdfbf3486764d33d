import type { Task } from '../api/client'
import { codeOf } from './definition'

/** A beginning for a task: what one would otherwise look up. */
export interface TaskKind {
  id: string
  label: string
  about: string
  /** The name that it gets, with a number if there is one of that name already. */
  name: string
  make: (name: string) => Task
}

export const KINDS: TaskKind[] = [
  { id: 'task', label: 'Task', about: 'A task that does nothing yet', name: 'task', make: (name) => ({ name, code: codeOf(name) }) },
  {
    id: 'answer',
    label: 'Answer',
    about: 'Adds rows to the answer',
    name: 'answer',
    make: (name) => ({ name, label: 'Answer', code: codeOf(name, 'ti.response_data("result", [{"value": 1}])') }),
  },
  {
    id: 'message',
    label: 'Message',
    about: 'Says something to the user while the run goes on',
    name: 'notify',
    make: (name) => ({ name, label: 'Message', code: `from common.framework.utils.events import send_user_task_sse\n\n\n${codeOf(name, 'send_user_task_sse("half done")')}` }),
  },
  {
    id: 'join',
    label: 'Join',
    about: 'Runs when at least one of the branches before it was taken',
    name: 'join',
    make: (name) => ({ name, label: 'Join', join: 'any', code: codeOf(name) }),
  },
  {
    id: 'file',
    label: 'Keep a file',
    about: 'Keeps a file beyond the run',
    name: 'keep',
    make: (name) => ({ name, label: 'Keep a file', code: `from common.framework.utils.object_store import put\n\n\n${codeOf(name, 'ti.push("file_id", put(b"content"))')}` }),
  },
]
