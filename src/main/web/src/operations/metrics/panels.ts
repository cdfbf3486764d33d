import type { Ink, PlotLine } from '../../ui/Plot'
import { quantile, rate, total, type Reading } from './readings'

/** What a line is computed from: the newest reading, the one before it, and the oldest of the last half minute. */
export interface Moment {
  now: Reading
  before: Reading | undefined
  past: Reading | undefined
}

export type Unit = 'per_second' | 'seconds' | 'count' | 'bytes' | 'cores'

export interface Line extends PlotLine {
  value: (moment: Moment) => number | null
}

export interface Panel {
  id: string
  title: string
  about: string
  unit: Unit
  lines: Line[]
}

type Labels = Record<string, string>

const counted = (label: string, ink: Ink, name: string, labels: Labels = {}): Line => ({ label, ink, value: ({ before, now }) => rate(before, now, name, labels) })
const level = (label: string, ink: Ink, name: string, labels: Labels = {}): Line => ({ label, ink, value: ({ now }) => total(now, name, labels) })
const share = (label: string, ink: Ink, name: string, part: number, labels: Labels = {}): Line => ({ label, ink, value: ({ past, now }) => quantile(past, now, name, part, labels) })

const WORKER_STATES: readonly (readonly [string, Ink])[] = [
  ['busy', 'accent'],
  ['idle', 'good'],
  ['loading', 'warn'],
  ['starting', 'quiet'],
  ['stopping', 'text'],
  ['spent', 'bad'],
]
const DEATHS: readonly (readonly [string, Ink])[] = [
  ['while_busy', 'bad'],
  ['while_idle', 'warn'],
  ['at_start', 'text'],
  ['time_limit', 'quiet'],
  ['memory_limit', 'accent'],
]

/** What is plotted, in the order in which somebody who looks for a fault asks. */
export const PANELS: readonly Panel[] = [
  {
    id: 'calls',
    title: 'Calls',
    about: 'Answers a second, by status',
    unit: 'per_second',
    lines: [
      counted('2xx', 'good', 'bew_calls_total', { status: '2xx' }),
      counted('4xx', 'warn', 'bew_calls_total', { status: '4xx' }),
      counted('5xx', 'bad', 'bew_calls_total', { status: '5xx' }),
      counted('refused', 'quiet', 'bew_calls_refused_total'),
    ],
  },
  {
    id: 'latency',
    title: 'Latency of calls',
    about: 'From a call to its answer, over the last half minute',
    unit: 'seconds',
    lines: [
      share('p50', 'accent', 'bew_call_duration_seconds', 0.5),
      share('p90', 'warn', 'bew_call_duration_seconds', 0.9),
      share('p99', 'bad', 'bew_call_duration_seconds', 0.99),
    ],
  },
  {
    id: 'workers',
    title: 'Workers',
    about: 'Python processes, by state',
    unit: 'count',
    lines: WORKER_STATES.map(([state, ink]) => level(state, ink, 'bew_workers', { state })),
  },
  {
    id: 'queue',
    title: 'Queue',
    about: 'Background runs of all servers that have not ended',
    unit: 'count',
    lines: [
      level('running', 'accent', 'bew_queue_runs', { state: 'running' }),
      level('ready', 'warn', 'bew_queue_runs', { state: 'ready' }),
      level('delayed', 'quiet', 'bew_queue_runs', { state: 'delayed' }),
    ],
  },
  {
    id: 'waiting',
    title: 'Tasks that wait for a worker',
    about: 'Of foreground and of background runs',
    unit: 'count',
    lines: [level('foreground', 'accent', 'bew_tasks_waiting', { mode: 'foreground' }), level('background', 'warn', 'bew_tasks_waiting', { mode: 'background' })],
  },
  {
    id: 'task-wait',
    title: 'How long tasks wait',
    about: 'Until a worker takes them, over the last half minute',
    unit: 'seconds',
    lines: [share('p50', 'accent', 'bew_task_wait_seconds', 0.5), share('p99', 'bad', 'bew_task_wait_seconds', 0.99)],
  },
  {
    id: 'tasks',
    title: 'Tasks',
    about: 'Attempts that ended in a second',
    unit: 'per_second',
    lines: [
      counted('succeeded', 'good', 'bew_tasks_total', { end: 'succeeded' }),
      {
        label: 'all others',
        ink: 'bad',
        value: ({ before, now }) => {
          const all = rate(before, now, 'bew_tasks_total')
          return all === null ? null : all - (rate(before, now, 'bew_tasks_total', { end: 'succeeded' }) ?? 0)
        },
      },
    ],
  },
  {
    id: 'memory',
    title: 'Memory',
    about: 'Of the server, its JVM heap, its workers, and values in shared memory',
    unit: 'bytes',
    lines: [
      level('server', 'accent', 'process_resident_memory_bytes'),
      level('heap', 'warn', 'jvm_memory_used_bytes', { area: 'heap' }),
      level('workers', 'good', 'bew_workers_resident_bytes'),
      level('values', 'bad', 'bew_values_bytes'),
    ],
  },
  { id: 'processor', title: 'Processor', about: 'Cores that the server keeps busy, without its workers', unit: 'cores', lines: [counted('server', 'accent', 'process_cpu_seconds_total')] },
  { id: 'streams', title: 'Streams of events', about: 'Open SSE connections', unit: 'count', lines: [level('open', 'accent', 'bew_event_streams')] },
  {
    id: 'lag',
    title: 'Lag of the event loops',
    about: 'How late timers fire (p99), over the last half minute',
    unit: 'seconds',
    lines: [share('engine', 'accent', 'bew_event_loop_lag_seconds', 0.99, { loop: 'engine' }), share('http', 'warn', 'bew_event_loop_lag_seconds', 0.99, { loop: 'http' })],
  },
  {
    id: 'database',
    title: 'Database',
    about: 'Connections in use, and statements that wait for one',
    unit: 'count',
    lines: [level('connections', 'accent', 'bew_database_connections'), level('waiting', 'bad', 'bew_database_waiting')],
  },
  {
    id: 'journal',
    title: 'Foreground runs',
    about: 'Under way, and ended but not saved yet',
    unit: 'count',
    lines: [level('under way', 'accent', 'bew_foreground_runs'), level('to be saved', 'warn', 'bew_journal_waiting_runs')],
  },
  {
    id: 'deaths',
    title: 'Deaths of workers',
    about: 'Processes that ended by themselves or over a limit, a second',
    unit: 'per_second',
    lines: DEATHS.map(([kind, ink]) => counted(kind.replaceAll('_', ' '), ink, 'bew_worker_deaths_total', { kind })),
  },
]
