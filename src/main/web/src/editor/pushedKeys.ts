import { pythonLanguage } from '@codemirror/lang-python'

import type { WorkflowDefinition } from '../api/client'
import { tasksBefore } from '../graph/cycles'
import { edgesOf } from './definition'

type SyntaxNode = ReturnType<typeof pythonLanguage.parser.parse>['topNode']

/** A key under which tasks before another one push values. */
export interface PushedKey {
  key: string
  tasks: string[]
}

const found = new Map<string, string[]>()
const MOST_REMEMBERED = 500

/** The keys that a task's code pushes, as far as they stand in it as texts: `ti.push("key", …)`, also in a loop over texts. */
export function keysPushedBy(code: string): string[] {
  let keys = found.get(code)
  if (!keys) {
    if (found.size >= MOST_REMEMBERED) {
      found.clear()
    }
    keys = [...new Set(search(code))]
    found.set(code, keys)
  }
  return keys
}

/** What a task can pull: all keys that tasks before it push, at any distance. */
export function keysBefore(definition: WorkflowDefinition, name: string): PushedKey[] {
  const before = tasksBefore(edgesOf(definition), name)
  const tasksOf = new Map<string, string[]>()
  for (const task of definition.tasks) {
    if (before.has(task.name)) {
      keysPushedBy(task.code).forEach((key) => tasksOf.set(key, [...(tasksOf.get(key) ?? []), task.name]))
    }
  }
  return [...tasksOf].map(([key, tasks]) => ({ key, tasks })).sort((left, right) => left.key.localeCompare(right.key))
}

function search(code: string): string[] {
  const keys: string[] = []
  pythonLanguage.parser.parse(code).iterate({
    enter: ({ name, node }) => {
      if (name === 'CallExpression' && isPush(node, code)) {
        keys.push(...keysOf(node, code))
      }
    },
  })
  return keys
}

function isPush(call: SyntaxNode, code: string): boolean {
  const member = call.getChild('MemberExpression')?.getChild('PropertyName')
  return member !== null && member !== undefined && textOf(member, code) === 'push'
}

function keysOf(call: SyntaxNode, code: string): string[] {
  const first = call.getChild('ArgList')?.firstChild?.nextSibling
  const sign = first?.nextSibling
  const key = first && sign?.name === 'AssignOp' && textOf(first, code) === 'key' ? sign.nextSibling : first
  if (key?.name === 'String') {
    return textsIn([key], code)
  }
  return key?.name === 'VariableName' ? textsOfLoop(key, code) : []
}

/** Of `for key, part in zip(("a", "b"), parts)` the texts `a` and `b`. */
function textsOfLoop(variable: SyntaxNode, code: string): string[] {
  const isName = new RegExp(`\\b${textOf(variable, code)}\\b`)
  for (let node: SyntaxNode | null = variable; node; node = node.parent) {
    const end = node.getChild('Body')?.from ?? node.to
    if (node.name === 'ForStatement' && isName.test(code.slice(node.from, end).split(/\bin\b/)[0] ?? '')) {
      return textsIn(firstList(node, end)?.getChildren('String') ?? [], code)
    }
  }
  return []
}

function firstList(loop: SyntaxNode, end: number): SyntaxNode | null {
  const cursor = loop.cursor()
  while (cursor.next() && cursor.from < end) {
    if (cursor.name === 'TupleExpression' || cursor.name === 'ArrayExpression') {
      return cursor.node
    }
  }
  return null
}

function textsIn(strings: readonly SyntaxNode[], code: string): string[] {
  return strings.flatMap((node) => /^(["'])([^"'\\\n]+)\1$/.exec(textOf(node, code))?.[2] ?? [])
}

function textOf({ from, to }: SyntaxNode, code: string): string {
  return code.slice(from, to)
}
