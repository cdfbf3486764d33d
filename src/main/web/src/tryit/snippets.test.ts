import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import type { Call } from './call'
import { snippet, type Language } from './snippets'

interface Received {
  method: string | undefined
  url: URL
  headers: IncomingMessage['headers']
  body: Buffer
}

const NASTY = `it's "quoted" $HOME \`id\` \\n ü 🌍 & = % ! #`
const FILE = `it's a "table", ü.csv`
const received: Received[] = []
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    received.push({ method: request.method, url: new URL(request.url ?? '', 'http://x'), headers: request.headers, body: Buffer.concat(pieces) })
    response.setHeader('Content-Type', 'application/json').end('{"data": {}, "meta": {}}')
  })
})
let folder = ''
let origin = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'snippets-'))
  writeFileSync(join(folder, FILE), 'a,b\n1,ü\n')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const run = promisify(execFile)

/** Runs the snippet as somebody who pastes it would. */
async function pasted(language: Language, call: Call, hasKey = false): Promise<Received> {
  const text = snippet(language, call, origin, hasKey)
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', BEW_KEY: 'secret' } }
  if (language === 'curl') {
    await run('bash', ['-c', text], options)
  } else {
    const name = language === 'Python' ? 'snippet.py' : 'snippet.mjs'
    writeFileSync(join(folder, name), text)
    await run(language === 'Python' ? 'python3' : 'node', [name], options)
  }
  return received.pop() as Received
}

const call = (more: Partial<Call>): Call => ({ method: 'GET', path: '/api/call', query: [], headers: [], body: { kind: 'none' }, ...more })

const PROGRAMS: Record<Language, string> = { curl: 'curl', Python: 'python3', JavaScript: 'node' }
const isThere = (language: Language) => spawnSync(PROGRAMS[language], ['--version']).status === 0

describe.each<Language>(['curl', 'Python', 'JavaScript'])('a call pasted as %s', (language) => {
  beforeEach((context) => context.skip(!isThere(language), `${PROGRAMS[language]} is not installed`))

  test('has its arguments and headers, and the key of the environment', async () => {
    const got = await pasted(language, call({ query: [['name', NASTY], ['n', '1'], ['n', '2']], headers: [['Prefer', 'respond-async']] }), true)
    expect(got.method).toBe('GET')
    expect([...got.url.searchParams]).toEqual([['name', NASTY], ['n', '1'], ['n', '2']])
    expect(got.headers).toMatchObject({ prefer: 'respond-async', authorization: 'Bearer secret' })
  })

  test('has its JSON body', async () => {
    const body = { text: NASTY, on: true, off: false, none: null, list: [1, 2.5, 'true', { null: 'false' }] }
    const got = await pasted(language, call({ method: 'PUT', body: { kind: 'json', text: JSON.stringify(body, null, 2) } }))
    expect(got.method).toBe('PUT')
    expect(got.headers['content-type']).toBe('application/json')
    expect(JSON.parse(got.body.toString())).toEqual(body)
  })

  test('has the fields of its form', async () => {
    const fields: [string, string][] = [['text', NASTY], ['a b', 'x'], ['tags', '1'], ['tags', '2']]
    const got = await pasted(language, call({ method: 'POST', body: { kind: 'urlencoded', fields } }))
    expect(got.method).toBe('POST')
    expect(got.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect([...new URLSearchParams(got.body.toString())]).toEqual(fields)
  })

  test('has its files', async () => {
    const file = new File(['a,b\n1,ü\n'], FILE)
    const got = await pasted(language, call({ method: 'POST', body: { kind: 'multipart', fields: [['text', NASTY]], files: [['csv', file]] } }))
    const form = await new Response(new Uint8Array(got.body), { headers: { 'Content-Type': got.headers['content-type'] ?? '' } }).text()
    expect(form).toContain(`name="text"\r\n`)
    expect(form).toContain(`\r\n\r\n${NASTY}\r\n`)
    expect(form).toContain('name="csv"; filename="it\'s a %22table%22, ü.csv"')
    expect(form).toContain('\r\n\r\na,b\n1,ü\n\r\n')
  })
})
