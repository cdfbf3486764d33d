import type { Run } from '../api/client'

export type Level = 'debug' | 'info' | 'warning' | 'error'

/** One line that a task printed. */
export interface LogLine {
  id: string
  at: string
  task: string
  attempt: number
  /** As Python's `logging` wrote it at the start of the line; null: the line was printed. */
  level: Level | null
  text: string
}

const LEVEL = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b/
const LEVELS: Record<string, Level> = { DEBUG: 'debug', INFO: 'info', WARNING: 'warning', ERROR: 'error', CRITICAL: 'error' }
/** What belongs to the record above it: indented lines, and a traceback. */
const CONTINUES = /^(\s|Traceback \(|\w+(\.\w+)*(Error|Exception|Warning)\b)/
// eslint-disable-next-line no-control-regex -- colours and movements for terminals begin with this character
const FOR_TERMINALS = /\u001b\[[0-9;?]*[A-Za-z]/g

/** The lines of a piece of output. Of a line that was written over and over, as by a progress bar, the last writing stays. */
export function linesOf({ seq, at, task, attempt, text }: Run['log'][number]): LogLine[] {
  let level: Level | null = null
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((written, index) => {
      const line = overwritten(written.replace(FOR_TERMINALS, ''))
      const said = LEVEL.exec(line)?.[1]
      level = said ? (LEVELS[said] ?? null) : CONTINUES.test(line) ? level : null
      return { id: `${seq}:${index}`, at, task, attempt, level, text: line }
    })
}

function overwritten(line: string): string {
  return line.includes('\r') ? (line.split('\r').findLast((writing) => writing !== '') ?? '') : line
}

export interface LogFilter {
  task: string
  /** `''`: every line. */
  level: '' | Level
  text: string
}

const RANK: Record<Level, number> = { debug: 0, info: 1, warning: 2, error: 3 }

/** The lines of a task (`''`: of all) that have a text in them, in whatever case, and a level at least as high. */
export function matching(lines: readonly LogLine[], { task, level, text }: LogFilter): readonly LogLine[] {
  if (task === '' && level === '' && text === '') {
    return lines
  }
  const wanted = text.toLowerCase()
  return lines.filter(
    (line) =>
      (task === '' || line.task === task) &&
      (level === '' || (line.level !== null && RANK[line.level] >= RANK[level])) &&
      (wanted === '' || line.text.toLowerCase().includes(wanted)),
  )
}

/** As a file: each line with its time and task. */
export function asText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${line.at} ${line.task}${line.attempt > 1 ? `#${line.attempt}` : ''} ${line.text}\n`).join('')
}
