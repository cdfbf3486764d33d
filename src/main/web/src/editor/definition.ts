import type { Edge, Task, Workflow, WorkflowDefinition } from '../api/client'

/** What answers add to a definition; it is no part of what an author edits. */
const ADDED: readonly string[] = ['version', 'saved_at', 'author', 'message', 'published', 'publishing', 'environment', 'warnings']

/** The part of a saved version that its author has written. */
export function definitionOf(workflow: Workflow): WorkflowDefinition {
  return Object.fromEntries(Object.entries(workflow).filter(([member]) => !ADDED.includes(member))) as WorkflowDefinition
}

/** What a workflow begins with when it is made in the editor: one task, which answers. */
export function firstDefinition(): WorkflowDefinition {
  return {
    label: '',
    tasks: [{ name: 'greet', label: 'Greet', code: codeOf('greet', 'ti.response_data("greeting", [{"text": "Hello!"}])') }],
    edges: [],
    url_args: [],
    response: [{ key: 'greeting', fields: [{ name: 'text', type: 'string', required: true }] }],
  }
}

/** Source of a task that does nothing but what is given. */
export function codeOf(name: string, statement = 'pass'): string {
  return `def ${name}(ti):\n    ${statement}\n`
}

export function edgesOf(definition: WorkflowDefinition): Edge[] {
  return definition.edges ?? []
}

export function taskNamed(definition: WorkflowDefinition, name: string): Task | undefined {
  return definition.tasks.find((task) => task.name === name)
}

/** Whether a task is executed; those that say nothing are. */
export function isEnabled(task: Task): boolean {
  return task.enabled !== false
}
