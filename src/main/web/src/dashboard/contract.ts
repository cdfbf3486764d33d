import type { Field, ResponseItem } from '../api/client'
import type { CallShape, Method } from '../tryit/call'

/** What the page for end users needs of a workflow: how it is called, what it answers, and what it says of itself. */
export interface Dashboard {
  title: string
  description: string
  shape: CallShape
  items: ResponseItem[]
}

type Json = Record<string, unknown>

/**
 * A workflow's own OpenAPI document, read for its form. It is used rather than the definition because whoever may only call a workflow may read it, and because
 * it is that of the published version.
 */
export function dashboardOf(id: string, document: Json): Dashboard {
  const info = member(document, 'info')
  const path = Object.entries(member(document, 'paths')).find(([address]) => address.endsWith('/call'))?.[1] as Json | undefined
  const methods = (['get', 'post', 'put', 'delete'] as const).filter((method) => path && method in path)
  const withBody = methods.map((method) => member(path ?? {}, method)).find((operation) => 'requestBody' in operation)
  const content = member(member(withBody ?? {}, 'requestBody'), 'content')
  const schemaOf = (type: string) => resolved(document, member(member(content, type), 'schema'))
  return {
    title: typeof info['title'] === 'string' ? info['title'] : id,
    description: typeof info['description'] === 'string' ? info['description'] : '',
    shape: {
      id,
      mode: 'background',
      methods: methods.map((method) => method.toUpperCase() as Method),
      url_args: (Array.isArray(path?.['parameters']) ? (path['parameters'] as Json[]) : []).filter((one) => one['in'] === 'query').map(argument),
      body: fieldsOf(schemaOf('application/json')),
      form: fieldsOf('multipart/form-data' in content ? schemaOf('multipart/form-data') : schemaOf('application/x-www-form-urlencoded')),
    },
    items: itemsOf(document),
  }
}

function member(json: Json, name: string): Json {
  const value = json[name]
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function resolved(document: Json, schema: Json): Json {
  const reference = schema['$ref']
  return typeof reference === 'string' ? reference.slice(2).split('/').reduce(member, document) : schema
}

function argument(parameter: Json): Field {
  const schema = 'schema' in parameter ? member(parameter, 'schema') : member(member(member(parameter, 'content'), 'application/json'), 'schema')
  return field(String(parameter['name']), { description: parameter['description'], ...schema }, parameter['required'] === true)
}

function fieldsOf(schema: Json): Field[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(member(schema, 'properties')).map(([name, property]) => field(name, property as Json, required.includes(name)))
}

function field(name: string, schema: Json, isRequired: boolean): Field {
  const { label, desc } = wordsOf(schema['description'])
  const options = optionsOf(schema)
  return { name, label, desc, type: typeOf(schema, options), required: isRequired, default: schema['default'] ?? null, ...(options.length > 0 ? { options } : {}) }
}

/** The longest first sentence that is taken for a label, in characters. */
const LONGEST_LABEL = 60

/** The document has label and description in one text, `Name. Who is greeted.` */
export function wordsOf(description: unknown): { label: string | null; desc: string | null } {
  if (typeof description !== 'string' || description === '') {
    return { label: null, desc: null }
  }
  const [, first = '', rest = ''] = /^(.*?)\.(?:\s+([\s\S]*))?$/.exec(description) ?? []
  return first === '' || first.length > LONGEST_LABEL ? { label: null, desc: description } : { label: first, desc: rest || null }
}

function optionsOf(schema: Json): (string | number | boolean)[] {
  const choices = Array.isArray(schema['anyOf']) ? (schema['anyOf'] as Json[]) : [schema]
  return choices.flatMap((choice) => (Array.isArray(choice['enum']) ? (choice['enum'] as (string | number | boolean | null)[]) : [])).filter((option) => option !== null)
}

function typeOf(schema: Json, options: readonly unknown[]): Field['type'] {
  if (options.length > 0) {
    return 'enum'
  }
  const type = [schema['type']].flat().find((one) => one !== 'null')
  switch (type) {
    case 'string':
      return typeOfText(schema['format'])
    case 'integer':
    case 'number':
    case 'boolean':
    case 'object':
    case 'array':
      return type
    default:
      return 'any'
  }
}

function typeOfText(format: unknown): Field['type'] {
  switch (format) {
    case 'date':
      return 'date'
    case 'date-time':
      return 'datetime'
    case 'binary':
      return 'file'
    default:
      return 'string'
  }
}

function itemsOf(document: Json): ResponseItem[] {
  const answer = member(member(member(document, 'components'), 'schemas'), 'Answer')
  const data = member(member(answer, 'properties'), 'data')
  return Object.entries(member(data, 'properties')).map(([key, item]) => {
    const { label, desc } = wordsOf((item as Json)['description'])
    return { key, label, desc, fields: fieldsOf(resolved(document, member(item as Json, 'items'))) }
  })
}
