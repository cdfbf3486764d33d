import type { LogLine } from './logLines'
import type { Attempt, RunMessage, RunNote, RunState, TaskState } from './runState'

/** A state under construction. A list is copied when it is first asked for to be changed. */
export class Draft {
  state: RunState
  private readonly before: RunState

  constructor(state: RunState) {
    this.state = state
    this.before = state
  }

  set(change: Partial<RunState>): void {
    this.state = { ...this.state, ...change }
  }

  get tasks(): Map<string, TaskState> {
    if (this.state.tasks === this.before.tasks) {
      this.set({ tasks: new Map(this.state.tasks) })
    }
    return this.state.tasks as Map<string, TaskState>
  }

  get attempts(): Attempt[] {
    return this.list('attempts') as Attempt[]
  }

  get messages(): RunMessage[] {
    return this.list('messages') as RunMessage[]
  }

  get log(): LogLine[] {
    return this.list('log') as LogLine[]
  }

  get notes(): RunNote[] {
    return this.list('notes') as RunNote[]
  }

  private list(name: 'attempts' | 'messages' | 'log' | 'notes'): readonly unknown[] {
    if (this.state[name] === this.before[name]) {
      this.set({ [name]: [...this.state[name]] })
    }
    return this.state[name]
  }
}
