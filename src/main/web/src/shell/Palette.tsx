import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command as Listbox } from 'cmdk'
import { useState } from 'react'
import { useLocation } from 'wouter'

import { answer, api } from '../api/client'
import { useMay } from '../api/session'
import { Dialog } from '../ui'
import { allCommands, useCommandStore, type Command } from './commands'
import { fittingCommands, runIdIn } from './filter'
import styles from './palette.module.css'

const ACTIONS = 'Actions'
const MOST_WORKFLOWS = 8

/** The workflows that the server finds for what was typed, as commands. */
function useWorkflows(typed: string): Command[] {
  const [, go] = useLocation()
  const { data } = useQuery({
    queryKey: ['workflows', 'palette', typed],
    queryFn: ({ signal }) => answer(api.GET('/api/app/be_workflows/be_wf_graph', { params: { query: { ...(typed ? { search: typed } : {}), limit: MOST_WORKFLOWS } }, signal })),
    enabled: useMay('viewer'),
    placeholderData: keepPreviousData,
  })
  return (data?.items ?? []).map(({ id, label }) => ({ id: `workflow:${id}`, label: label || id, words: id, group: 'Workflows', run: () => go(`/workflows/${id}`) }))
}

function useFound(typed: string): [string, Command[]][] {
  const [, go] = useLocation()
  const byOwner = useCommandStore((state) => state.byOwner)
  const workflows = useWorkflows(typed.trim())
  const runId = runIdIn(typed)
  const runs: Command[] = runId ? [{ id: `run:${runId}`, label: `Run ${runId}`, group: 'Runs', run: () => go(`/runs/${runId}`) }] : []
  const found = [...runs, ...fittingCommands(allCommands(byOwner), typed), ...workflows]
  const groups = new Map<string, Command[]>()
  for (const command of found) {
    const group = command.group ?? ACTIONS
    groups.set(group, [...(groups.get(group) ?? []), command])
  }
  return [...groups]
}

function Row({ command, onRun }: { command: Command; onRun: (command: Command) => void }) {
  return (
    <Listbox.Item className={styles.item} value={command.id} onSelect={() => onRun(command)}>
      <span className={styles.label}>{command.label}</span>
      {command.group === 'Workflows' ? <code className={styles.quiet}>{command.words}</code> : null}
      {command.keys ? <kbd className={styles.keys}>{command.keys}</kbd> : null}
    </Listbox.Item>
  )
}

/** Finds pages, workflows and actions by a few letters, and goes there or does it. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState('')
  const found = useFound(typed)
  // workflows arrive later than the rest: what was chosen stays, else the first is
  const ids = found.flatMap(([, commands]) => commands.map(({ id }) => id))
  const value = ids.includes(chosen) ? chosen : (ids[0] ?? '')
  const type = (text: string) => {
    setTyped(text)
    setChosen('')
  }
  const run = (command: Command) => {
    onClose()
    command.run()
  }
  return (
    <Dialog title="Go to, or do" isOpen onClose={onClose}>
      <Listbox label="Commands" shouldFilter={false} loop value={value} onValueChange={setChosen} className={styles.palette}>
        <Listbox.Input className={styles.input} placeholder="A page, a workflow, an action, the id of a run…" value={typed} onValueChange={type} autoFocus />
        <Listbox.List className={styles.list} label="Found">
          <Listbox.Empty className={styles.empty}>Nothing is called so.</Listbox.Empty>
          {found.map(([group, commands]) => (
            <Listbox.Group key={group} heading={group} className={styles.group}>
              {commands.map((command) => (
                <Row key={command.id} command={command} onRun={run} />
              ))}
            </Listbox.Group>
          ))}
        </Listbox.List>
      </Listbox>
    </Dialog>
  )
}
