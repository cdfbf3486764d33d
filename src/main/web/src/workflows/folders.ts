import { parse, stringify } from 'yaml'

import type { FolderDocument } from '../api/client'
import { ADDED } from './added'
import { idOf } from './template'
import { unzip, UnreadableFile } from './zip'

type Entry = FolderDocument['workflows'][number]

const FORMAT = 'be-workflows/1'
const YAML = 'workflow.yaml'
const INTERCEPTOR = 'interceptor.py'
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/
/** What of a folder belongs to its workflow. */
const PART = /^(workflow\.yaml|interceptor\.py|tasks\/[^/]+\.py)$/

const ALONE = /\.(zip|json|ya?ml)$/

/** A file that was chosen or dropped, with its path in what was chosen. */
export interface ChosenFile {
  path: string
  blob: Blob
}

type Json = Record<string, unknown>

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(path: string, read: () => unknown): Json {
  let value: unknown
  try {
    value = read()
  } catch (failure) {
    throw new UnreadableFile(`${path}: ${failure instanceof Error ? (failure.message.split('\n')[0] ?? '') : String(failure)}`)
  }
  if (!isObject(value)) {
    throw new UnreadableFile(`${path} is no workflow.`)
  }
  return value
}

/** A definition in one piece, code included, as the files of a folder. */
export function filesOf(definition: Json): Entry['files'] {
  const tasks = Array.isArray(definition['tasks']) ? (definition['tasks'] as unknown[]).filter(isObject) : []
  const rest = Object.fromEntries(Object.entries(definition).filter(([name, value]) => !ADDED.has(name) && name !== 'interceptor' && value !== null))
  const files: Entry['files'] = { [YAML]: stringify({ ...rest, tasks: tasks.map((task) => Object.fromEntries(Object.entries(task).filter(([name]) => name !== 'code'))) }) }
  for (const { name, code } of tasks) {
    if (typeof name === 'string' && typeof code === 'string') {
      files[`tasks/${name}.py`] = code
    }
  }
  if (typeof definition['interceptor'] === 'string') {
    files[INTERCEPTOR] = definition['interceptor']
  }
  return files
}

function isWhole(definition: Json): boolean {
  const tasks = definition['tasks']
  return Array.isArray(tasks) && tasks.some((task) => isObject(task) && 'code' in task)
}

/** The folders that hold a `workflow.yaml`, each with what belongs to it. */
export function foldersIn(texts: ReadonlyMap<string, string>): Entry[] {
  const roots = [...texts.keys()].filter((path) => path === YAML || path.endsWith(`/${YAML}`)).map((path) => path.slice(0, path.length - YAML.length))
  return roots.map((root) => {
    const inside = [...texts].flatMap(([path, text]) => (path.startsWith(root) && PART.test(path.slice(root.length)) ? [[path.slice(root.length), text] as const] : []))
    const files = Object.fromEntries(inside) as Entry['files']
    const name = root.split('/').at(-2) ?? ''
    return { ...(ID.test(name) && !namesItself(files[YAML]) ? { id: name } : {}), files }
  })
}

function namesItself(yaml: string): boolean {
  return /^id:/m.test(yaml)
}

async function entriesOfOne({ path, blob }: ChosenFile): Promise<Entry[]> {
  if (path.endsWith('.zip')) {
    return foldersIn(await unzip(blob, isPartOfFolder))
  }
  const text = await blob.text()
  const isJson = path.endsWith('.json')
  const value = parsed(path, () => (isJson ? (JSON.parse(text) as unknown) : (parse(text) as unknown)))
  if (value['format'] === FORMAT && Array.isArray(value['workflows'])) {
    return value['workflows'] as Entry[]
  }
  if (!('tasks' in value)) {
    throw new UnreadableFile(`${path} is neither a workflow nor an export of workflows.`)
  }
  const id = idOf(path.slice(path.lastIndexOf('/') + 1).replace(ALONE, ''))
  return [{ ...(typeof value['id'] === 'string' || id === '' ? {} : { id }), files: isWhole(value) || isJson ? filesOf(value) : { [YAML]: text } }]
}

function isPartOfFolder(path: string): boolean {
  return /(^|\/)(workflow\.yaml|interceptor\.py|tasks\/[^/]+\.py)$/.test(path)
}

/**
 * The workflows in files of any kind: an export or a definition as JSON, a definition as YAML, a ZIP archive of folders, or the files of folders themselves.
 *
 * @throws UnreadableFile with a word about the first file that is none of these
 */
export async function workflowsIn(files: readonly ChosenFile[]): Promise<FolderDocument> {
  const isFolder = files.length > 1 && files.some(({ path }) => path === YAML || path.endsWith(`/${YAML}`))
  const parts = isFolder ? files.filter(({ path }) => isPartOfFolder(path)) : []
  const alone = files.filter((file) => !isFolder && ALONE.test(file.path))
  const texts = new Map(await Promise.all(parts.map(async ({ path, blob }) => [path, await blob.text()] as const)))
  const workflows = [...foldersIn(texts), ...(await Promise.all(alone.map(entriesOfOne))).flat()]
  if (workflows.length === 0) {
    throw new UnreadableFile('There is no workflow in this. Expected: an export, a definition as JSON or YAML, or a folder or ZIP archive with a workflow.yaml.')
  }
  return { format: FORMAT, workflows }
}
