import { addressOf, type Call } from './call'

export type Language = 'curl' | 'Python' | 'JavaScript'

/**
 * Programs that make the call, as text that runs when it is pasted. The key is taken from the environment, and never written down.
 *
 * @param origin of the server
 * @param hasKey whether the server asks for one
 */
export function snippet(language: Language, call: Call, origin: string, hasKey: boolean): string {
  const keyed = hasKey ? [...call.headers, AUTHORIZATION] : call.headers
  switch (language) {
    case 'curl':
      return curl({ ...call, headers: keyed }, origin)
    case 'Python':
      return python({ ...call, headers: keyed }, origin)
    case 'JavaScript':
      return javascript({ ...call, headers: keyed }, origin)
  }
}

const KEY = '\u0000key'
const AUTHORIZATION: [string, string] = ['Authorization', KEY]

/** For the shell: what is within single quotes is taken as it is. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** A file's name within `--form`, where curl reads quotes and backslashes. */
const curlFile = (name: string) => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const isStream = (call: Call) => call.headers.some(([name, value]) => name === 'Accept' && value === 'text/event-stream')

function curl(call: Call, origin: string): string {
  const words = [isStream(call) ? 'curl --no-buffer' : 'curl']
  const implied = call.body.kind === 'none' ? 'GET' : 'POST'
  if (call.method !== implied) {
    words.push(`--request ${call.method}`)
  }
  words.push(quoted(origin + addressOf(call)))
  for (const [name, value] of call.headers) {
    words.push(value === KEY ? `--header "${name}: Bearer $BEW_KEY"` : `--header ${quoted(`${name}: ${value}`)}`)
  }
  return [...words, ...curlBody(call)].join(' \\\n  ')
}

function curlBody({ body }: Call): string[] {
  switch (body.kind) {
    case 'none':
      return []
    case 'json':
      return [`--header 'Content-Type: application/json'`, `--data-raw ${quoted(body.text)}`]
    case 'urlencoded':
      return body.fields.map(([name, value]) => `--data-urlencode ${quoted(`${encodeURIComponent(name)}=${value}`)}`)
    case 'multipart':
      return [
        ...body.fields.map(([name, value]) => `--form-string ${quoted(`${name}=${value}`)}`),
        ...body.files.map(([name, file]) => `--form ${quoted(`${name}=@${curlFile(file.name)}`)}`),
      ]
  }
}

/** JSON as a Python literal. The strings of both are the same, once no half of a surrogate pair is written on its own. */
function literal(json: string): string {
  const words: Record<string, string> = { true: 'True', false: 'False', null: 'None' }
  return json.replace(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g, (token) => words[token] ?? JSON.stringify(JSON.parse(token)))
}

const pairs = (fields: [string, string][]) => `[${fields.map(([name, value]) => `(${JSON.stringify(name)}, ${JSON.stringify(value)})`).join(', ')}]`

function python(call: Call, origin: string): string {
  const modules = new Set(['sys', 'urllib.error', 'urllib.request'])
  const headers = call.headers.map(([name, value]) => [JSON.stringify(name), value === KEY ? `f"Bearer {os.environ['BEW_KEY']}"` : JSON.stringify(value)])
  if (call.headers.some(([, value]) => value === KEY)) {
    modules.add('os')
  }
  const lines = [`url = ${JSON.stringify(origin + call.path)}`]
  if (call.query.length > 0) {
    modules.add('urllib.parse')
    lines.push(`url += "?" + urllib.parse.urlencode(${pairs(call.query)})`)
  }
  lines.push(...pythonBody(call, modules, headers))
  const settings = [`method=${JSON.stringify(call.method)}`]
  if (headers.length > 0) {
    settings.push(`headers={${headers.map(([name, value]) => `${name ?? ''}: ${value ?? ''}`).join(', ')}}`)
  }
  if (call.body.kind !== 'none') {
    settings.push('data=body')
  }
  lines.push(`request = urllib.request.Request(url, ${settings.join(', ')})`, 'try:', '    with urllib.request.urlopen(request) as response:')
  if (isStream(call)) {
    lines.push('        for line in response:', '            print(line.decode(), end="", flush=True)')
  } else {
    modules.add('json')
    lines.push('        print(json.dumps(json.load(response), indent=2, ensure_ascii=False))')
  }
  lines.push('except urllib.error.HTTPError as problem:', '    sys.exit(problem.read().decode())')
  return [...[...modules].sort().map((name) => `import ${name}`), '', ...lines].join('\n')
}

function pythonBody({ body }: Call, modules: Set<string>, headers: string[][]): string[] {
  const type = (text: string) => headers.push(['"Content-Type"', text])
  switch (body.kind) {
    case 'none':
      return []
    case 'json':
      modules.add('json')
      type('"application/json"')
      return [`body = json.dumps(${literal(body.text)}).encode()`]
    case 'urlencoded':
      modules.add('urllib.parse')
      type('"application/x-www-form-urlencoded"')
      return [`body = urllib.parse.urlencode(${pairs(body.fields)}).encode()`]
    case 'multipart':
      modules.add('uuid')
      type('f"multipart/form-data; boundary={boundary}"')
      return pythonMultipart(body.fields, body.files)
  }
}

/** The standard library writes no multipart forms. */
function pythonMultipart(fields: [string, string][], files: [string, File][]): string[] {
  const named = (name: string) => JSON.stringify(`form-data; name="${escaped(name)}"`)
  const parts = [
    ...fields.map(([name, value]) => `    (${named(name)}, ${JSON.stringify(value)}.encode()),`),
    ...files.map(([name, file]) => `    (${JSON.stringify(`form-data; name="${escaped(name)}"; filename="${escaped(file.name)}"`)}, open(${JSON.stringify(file.name)}, "rb").read()),`),
  ]
  return [
    'boundary = uuid.uuid4().hex',
    'parts = [',
    ...parts,
    ']',
    String.raw`body = b"".join(f"--{boundary}\r\nContent-Disposition: {head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts)`,
    String.raw`body += f"--{boundary}--\r\n".encode()`,
  ]
}

/** As browsers write names in a multipart form (WHATWG HTML). */
const escaped = (text: string) => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

function javascript(call: Call, origin: string): string {
  const lines = [`const url = new URL(${JSON.stringify(origin + call.path)})`, ...call.query.map(([name, value]) => `url.searchParams.append(${JSON.stringify(name)}, ${JSON.stringify(value)})`)]
  const headers = call.headers.map(([name, value]) => [JSON.stringify(name), value === KEY ? '`Bearer ${process.env.BEW_KEY}`' : JSON.stringify(value)])
  const imports: string[] = []
  const body = javascriptBody(call, lines, headers, imports)
  const settings = [
    ...(call.method === 'GET' ? [] : [`method: ${JSON.stringify(call.method)}`]),
    ...(headers.length === 0 ? [] : [`headers: { ${headers.map(([name, value]) => `${name ?? ''}: ${value ?? ''}`).join(', ')} }`]),
    ...(body === '' ? [] : [body]),
  ]
  lines.push(`const response = await fetch(url${settings.length === 0 ? '' : `, { ${settings.join(', ')} }`})`, 'if (!response.ok) throw new Error(await response.text())')
  if (isStream(call)) {
    lines.push('const decoder = new TextDecoder()', 'for await (const piece of response.body) console.log(decoder.decode(piece, { stream: true }))')
  } else {
    lines.push('console.log(JSON.stringify(await response.json(), null, 2))')
  }
  return [...imports, ...lines].join('\n')
}

/** @returns the member of what `fetch` is told; what goes before it is added to the lines */
function javascriptBody({ body }: Call, lines: string[], headers: string[][], imports: string[]): string {
  switch (body.kind) {
    case 'none':
      return ''
    case 'json':
      headers.push(['"Content-Type"', '"application/json"'])
      return `body: JSON.stringify(${body.text})`
    case 'urlencoded':
      lines.push(`const body = new URLSearchParams(${JSON.stringify(body.fields)})`)
      return 'body'
    case 'multipart':
      imports.push("import { openAsBlob } from 'node:fs'", '')
      lines.push('const body = new FormData()', ...body.fields.map(([name, value]) => `body.append(${JSON.stringify(name)}, ${JSON.stringify(value)})`))
      lines.push(...body.files.map(([name, file]) => `body.append(${JSON.stringify(name)}, await openAsBlob(${JSON.stringify(file.name)}), ${JSON.stringify(file.name)})`))
      return 'body'
  }
}
