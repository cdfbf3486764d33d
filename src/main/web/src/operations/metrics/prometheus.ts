/** One number of a family: its own name (a histogram has `…_bucket`, `…_sum` and `…_count`), and what tells it from the others. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

/** What is measured under one name. */
export interface Family {
  name: string
  type: string
  help: string
  samples: Sample[]
}

export type Families = ReadonlyMap<string, Family>

/** How a sample's name ends when it belongs to a family of another name. */
const ENDINGS = /_(bucket|sum|count|total|created)$/
const ESCAPES: Record<string, string> = { n: '\n', '"': '"', '\\': '\\' }

/** Reads the text format of Prometheus. Lines that are none of it are left out: one odd number must not hide the others. */
export function parsePrometheus(text: string): Families {
  const families = new Map<string, Family>()
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) {
      describe(families, line)
    } else if (line.trim() !== '') {
      const sample = parseSample(line)
      if (sample) {
        familyOf(families, sample.name).samples.push(sample)
      }
    }
  }
  return families
}

function describe(families: Map<string, Family>, line: string): void {
  const [, word, name, rest = ''] = /^#\s+(HELP|TYPE)\s+(\S+)(?:\s+(.*))?$/.exec(line) ?? []
  if (name === undefined) {
    return
  }
  const family = named(families, name)
  if (word === 'TYPE') {
    family.type = rest.trim()
  } else {
    family.help = rest.replace(/\\(n|\\)/g, (_, letter: string) => ESCAPES[letter] ?? letter)
  }
}

function named(families: Map<string, Family>, name: string): Family {
  const known = families.get(name)
  if (known) {
    return known
  }
  const family = { name, type: 'untyped', help: '', samples: [] }
  families.set(name, family)
  return family
}

function familyOf(families: Map<string, Family>, name: string): Family {
  const stem = name.replace(ENDINGS, '')
  return families.get(name) ?? families.get(stem) ?? named(families, name)
}

function parseSample(line: string): Sample | null {
  const [, name, , labels = '', value] = /^\s*([a-zA-Z_:][\w:]*)\s*(\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?\s*(\S+)/.exec(line) ?? []
  if (name === undefined || value === undefined) {
    return null
  }
  const number = parseValue(value)
  return number === null ? null : { name, labels: parseLabels(labels), value: number }
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const [, name, value] of text.matchAll(/([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g)) {
    if (name !== undefined && value !== undefined) {
      labels[name] = value.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter)
    }
  }
  return labels
}

/** `NaN` is a value: the server could not look it up. */
function parseValue(text: string): number | null {
  if (text === 'NaN') {
    return NaN
  }
  if (text === '+Inf' || text === '-Inf') {
    return text === '+Inf' ? Infinity : -Infinity
  }
  const number = Number(text)
  return Number.isNaN(number) ? null : number
}
