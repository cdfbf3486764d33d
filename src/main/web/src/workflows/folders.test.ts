import { deflateRawSync } from 'node:zlib'

import { parse } from 'yaml'
import { expect, test } from 'vitest'

import { foldersIn, filesOf, workflowsIn } from './folders'
import { idOf } from './template'
import { unzip } from './zip'

const YAML = 'label: Hello\ntasks:\n  - name: greet\n'
const CODE = 'def greet(ti):\n    pass\n'
const file = (path: string, text: string) => ({ path, blob: new Blob([text]) })

/** An archive as programs write it; checksums are left out, since nothing here asks for them. */
function zip(files: Record<string, string>, method: 0 | 8 = 8): Blob {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const content = method === 8 ? deflateRawSync(text) : Buffer.from(text)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(method, 8)
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(content.length, 20)
    entry.writeUInt32LE(Buffer.byteLength(text), 24)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(at, 42)
    local.push(head, Buffer.from(name), content)
    directory.push(entry, Buffer.from(name))
    at += 30 + Buffer.byteLength(name) + content.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(at, 16)
  return new Blob([...local, ...directory, end].map((part) => new Uint8Array(part)))
}

test.each([0, 8] as const)('unpacksWhatIsWantedOfAnArchiveOfMethod %i', async (method) => {
  const archive = zip({ 'a/workflow.yaml': YAML, 'a/big.bin': 'x'.repeat(1000) }, method)
  expect([...(await unzip(archive, (path) => path.endsWith('.yaml')))]).toEqual([['a/workflow.yaml', YAML]])
})

test.each([
  ['no archive', new Blob(['hello'])],
  ['a part of one', zip({ 'a/workflow.yaml': YAML }).slice(40)],
])('refuses %s with a word', async (_, blob) => {
  await expect(unzip(blob, () => true)).rejects.toThrow(/archive/)
})

test('takesTheFoldersOfAnArchiveByTheirNames', async () => {
  const blob = zip({ 'all/one/workflow.yaml': YAML, 'all/one/tasks/greet.py': CODE, 'all/one/tests/test.py': 'no', 'all/two/workflow.yaml': `id: second\n${YAML}` })
  expect(await workflowsIn([{ path: 'all.zip', blob }])).toEqual({
    format: 'be-workflows/1',
    workflows: [{ id: 'one', files: { 'workflow.yaml': YAML, 'tasks/greet.py': CODE } }, { files: { 'workflow.yaml': `id: second\n${YAML}` } }],
  })
})

test('takesAFolderThatIsItselfTheRoot', () => {
  expect(foldersIn(new Map([['workflow.yaml', YAML], ['tasks/greet.py', CODE]]))).toEqual([{ files: { 'workflow.yaml': YAML, 'tasks/greet.py': CODE } }])
})

test('takesFilesOfAFolderAndLeavesTheRest', async () => {
  const { workflows } = await workflowsIn([file('hello/workflow.yaml', YAML), file('hello/tasks/greet.py', CODE), file('hello/README.json', '{')])
  expect(workflows).toEqual([{ id: 'hello', files: { 'workflow.yaml': YAML, 'tasks/greet.py': CODE } }])
})

test('takesAnExportAsItIs', async () => {
  const exported = { format: 'be-workflows/1', workflows: [{ id: 'hello', files: { 'workflow.yaml': YAML } }] }
  expect(await workflowsIn([file('hello.json', JSON.stringify(exported))])).toEqual(exported)
})

test('splitsADefinitionIntoFilesWithoutWhatAnswersAdd', () => {
  const files = filesOf({ id: 'hello', label: null, version: 3, published: true, tasks: [{ name: 'greet', label: 'Greet', code: CODE }], interceptor: 'def intercept(ti): pass' })
  expect(files['tasks/greet.py']).toBe(CODE)
  expect(files['interceptor.py']).toBe('def intercept(ti): pass')
  expect(parse(files['workflow.yaml'])).toEqual({ id: 'hello', tasks: [{ name: 'greet', label: 'Greet' }] })
})

test('takesYamlWithAndWithoutCode', async () => {
  const { workflows } = await workflowsIn([file('hello.yaml', YAML), file('whole.yml', `tasks:\n  - name: greet\n    code: "pass"\n`)])
  expect(workflows[0]).toEqual({ id: 'hello', files: { 'workflow.yaml': YAML } })
  expect(workflows[1]?.id).toBe('whole')
  expect(workflows[1]?.files['tasks/greet.py']).toBe('pass')
})

test.each([
  ['x.json', '{"a": 1', /^x\.json: /],
  ['x.json', '{"a": 1}', /neither a workflow nor an export/],
  ['x.yaml', '- a', /is no workflow/],
  ['x.png', '', /There is no workflow in this/],
])('saysWhatIsWrongWith %s %s', async (path, text, words) => {
  await expect(workflowsIn([file(path, text)])).rejects.toThrow(words)
})

test('makesIdsOfLabels', () => {
  expect(idOf('Umsätze (2024)')).toBe('umsatze-2024')
  expect(idOf(' — Daily  forecast! ')).toBe('daily-forecast')
  expect(idOf('日本')).toBe('')
  expect(idOf('x'.repeat(100))).toHaveLength(64)
})
