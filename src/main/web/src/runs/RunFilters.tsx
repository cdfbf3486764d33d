import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useId, useState } from 'react'

import type { Mode, RunStatus } from '../api/client'
import { workflowNamesQuery } from '../api/workflowNames'
import { IconButton, Select, TextInput } from '../ui'
import { MODES, NO_FILTER, PRESETS, STATUSES, type RunFilter } from './runFilter'
import styles from './runs.module.css'

type Change = (change: Partial<RunFilter>) => void

const CUSTOM = 'custom'
const WORKFLOW = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** Which runs are looked at. */
export function RunFilters({ filter, onChange }: { filter: RunFilter; onChange: Change }) {
  const { data: workflows = [] } = useQuery(workflowNamesQuery)
  const isFiltered = Object.values({ ...filter, before: '' }).some((value) => value !== '')
  return (
    <div className={styles.filters} role="search" aria-label="Which runs">
      <CommittedInput key={filter.workflow} label="Workflow" value={filter.workflow} options={workflows.map(({ id }) => id)} pattern={WORKFLOW} onCommit={(workflow) => onChange({ workflow })} />
      <Select aria-label="Mode" value={filter.mode} onChange={(event) => onChange({ mode: event.target.value as Mode | '' })}>
        <option value="">Any mode</option>
        {MODES.map((mode) => (
          <option key={mode}>{mode}</option>
        ))}
      </Select>
      <Select aria-label="Status" value={filter.status} onChange={(event) => onChange({ status: event.target.value as RunStatus | '' })}>
        <option value="">Any status</option>
        {STATUSES.map((status) => (
          <option key={status}>{status}</option>
        ))}
      </Select>
      <TimeSpan filter={filter} onChange={onChange} />
      <CommittedInput key={`for ${filter.user}`} label="For user" value={filter.user} options={[]} onCommit={(user) => onChange({ user })} />
      {isFiltered ? (
        <IconButton name="Show all runs" onClick={() => onChange(NO_FILTER)}>
          <X size={16} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  )
}

function TimeSpan({ filter, onChange }: { filter: RunFilter; onChange: Change }) {
  const [isOpen, setOpen] = useState(false)
  const isCustom = isOpen || filter.since !== '' || filter.until !== ''
  const choose = (time: string) => {
    setOpen(time === CUSTOM)
    if (time !== CUSTOM) {
      onChange({ time, since: '', until: '' })
    }
  }
  return (
    <>
      <Select aria-label="Time" value={isCustom ? CUSTOM : filter.time} onChange={(event) => choose(event.target.value)}>
        <option value="">Any time</option>
        {Object.entries(PRESETS).map(([id, preset]) => (
          <option key={id} value={id}>
            {preset.label}
          </option>
        ))}
        <option value={CUSTOM}>From … to …</option>
      </Select>
      {isCustom ? (
        <>
          <TextInput type="datetime-local" aria-label="Accepted from" value={localText(filter.since)} onChange={(event) => onChange({ since: isoText(event.target.value) })} />
          <TextInput type="datetime-local" aria-label="Accepted before" value={localText(filter.until)} onChange={(event) => onChange({ until: isoText(event.target.value) })} />
        </>
      ) : null}
    </>
  )
}

/** A text that counts when it is one of those that are offered, or with Enter, or when the field is left. */
function CommittedInput({ label, value, options, pattern, onCommit }: { label: string; value: string; options: readonly string[]; pattern?: RegExp; onCommit: (value: string) => void }) {
  const [text, setText] = useState(value)
  const list = useId()
  const commit = (typed: string) => {
    const wanted = typed.trim()
    if (wanted !== value && (wanted === '' || !pattern || pattern.test(wanted))) {
      onCommit(wanted)
    }
  }
  const type = (typed: string) => {
    setText(typed)
    if (typed === '' || options.includes(typed)) {
      commit(typed)
    }
  }
  return (
    <>
      <TextInput type="search" aria-label={label} placeholder={label} list={list} value={text} onChange={(event) => type(event.target.value)} onBlur={() => commit(text)} onKeyDown={(event) => (event.key === 'Enter' ? commit(text) : undefined)} />
      <datalist id={list}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </>
  )
}

/** A time as `datetime-local` has it: where the reader is, to the minute. */
function localText(iso: string): string {
  if (iso === '') {
    return ''
  }
  const date = new Date(iso)
  return new Date(date.getTime() - 60_000 * date.getTimezoneOffset()).toISOString().slice(0, 16)
}

function isoText(local: string): string {
  return local === '' ? '' : new Date(local).toISOString()
}
