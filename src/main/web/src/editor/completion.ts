import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult, type CompletionSource } from '@codemirror/autocomplete'
import { pythonLanguage } from '@codemirror/lang-python'
import type { Extension } from '@codemirror/state'

import type { WorkflowDefinition } from '../api/client'
import { edgesOf } from './definition'
import { keysBefore } from './pushedKeys'
import { TI_MEMBERS } from './tiMembers'

const MEMBERS: Completion[] = TI_MEMBERS.map(({ name, call, type, about }) => {
  const option: Completion = { label: name, type: call ? 'method' : 'property', detail: type, info: about, boost: 10 }
  return call ? snippetCompletion(call, option) : option
})

const IMPORTS: Completion[] = [
  { label: 'from common.framework.utils.events import send_user_task_sse', type: 'keyword', info: 'Sends a message to the user of the run.' },
  { label: 'from common.framework.utils.object_store import put, get, info, delete', type: 'keyword', info: 'Keeps a file beyond the run.' },
]

/** What stands in quotes after these is a name that the definition knows. */
const IN_QUOTES = /\bti\s*\.\s*(pull|push|response_data|response_meta|skip_following|url_params|req_body|req_form|secrets)\s*(?:\.get\s*)?[([](?:[^()[\]\n]*,)?\s*(["'])([^"'\n]*)$/
const MEMBER = /\bti\.(\w*)$/

/** What may stand in the quotes of `ti.pull("…")` and its like, in this task. */
export function namesFor(method: string, definition: WorkflowDefinition, task: string): Completion[] {
  const named = (names: string[], detail: string) => names.map((label): Completion => ({ label, type: 'constant', detail }))
  switch (method) {
    case 'pull':
      return keysBefore(definition, task).map(({ key, tasks }) => ({ label: key, type: 'constant', detail: `pushed by ${tasks.join(', ')}` }))
    case 'response_data':
    case 'response_meta':
      return (definition.response ?? []).map(({ key, label }) => ({ label: key, type: 'constant', detail: label || 'response item' }))
    case 'skip_following':
      return named(edgesOf(definition).filter(({ from }) => from === task).map(({ to }) => to), 'follows')
    case 'url_params':
      return (definition.url_args ?? []).map(({ name, type }) => ({ label: name, type: 'constant', detail: type }))
    case 'req_body':
      return (definition.body ?? []).map(({ name, type }) => ({ label: name, type: 'constant', detail: type }))
    case 'req_form':
      return (definition.form ?? []).map(({ name, type }) => ({ label: name, type: 'constant', detail: type }))
    case 'secrets':
      return named(definition.secrets ?? [], 'secret')
    default:
      return []
  }
}

/** Completes what the code of a task can name; `current` is asked each time. */
export function completionSource(current: () => { definition: WorkflowDefinition; task: string }): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos)
    const before = line.text.slice(0, context.pos - line.from)
    const quoted = IN_QUOTES.exec(before)
    if (quoted) {
      const [, method = '', , begun = ''] = quoted
      const { definition, task } = current()
      return { from: context.pos - begun.length, options: namesFor(method, definition, task), validFor: /^[^"'\n]*$/ }
    }
    const member = MEMBER.exec(before)
    if (member) {
      return { from: context.pos - (member[1] ?? '').length, options: MEMBERS, validFor: /^\w*$/ }
    }
    return /^(f|fr|fro|from)$/.test(before) ? { from: line.from, options: IMPORTS } : null
  }
}

export function taskCompletion(current: () => { definition: WorkflowDefinition; task: string }): Extension {
  return pythonLanguage.data.of({ autocomplete: completionSource(current) })
}
