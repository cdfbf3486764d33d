import type { WorkflowDefinition } from '../api/client'

const CODE = `def answer(ti):
    name = ti.url_params["name"]
    ti.response_data("greeting", [{"text": f"Hello, {name}!"}])
`

const BACKGROUND_CODE = `import time

from common.framework.utils.events import send_user_task_sse


def answer(ti):
    name = ti.url_params["name"]
    for left in (3, 2, 1):
        send_user_task_sse(f"{left}…")
        time.sleep(1)
    ti.response_data("greeting", [{"text": f"Hello, {name}!"}])
`

/** The smallest workflow that answers: one parameter, one task, one item of the response. */
export function newDefinition(id: string, label: string, mode: 'foreground' | 'background'): WorkflowDefinition {
  return {
    id,
    label,
    mode,
    url_args: [{ name: 'name', label: 'Name', type: 'string', default: 'World' }],
    tasks: [{ name: 'answer', label: 'Answer', code: mode === 'foreground' ? CODE : BACKGROUND_CODE }],
    response: [{ key: 'greeting', label: 'Greeting', fields: [{ name: 'text', type: 'string', required: true }] }],
  }
}

const LONGEST = 64

/** An id that says what a label says: `Umsätze (2024)` is `umsatze-2024`. Empty when nothing of the label can stand in an id. */
export function idOf(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '')
}
