import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'

import { useMay, useSignOut, whoamiQuery } from '../api/session'
import { useToasts } from '../ui'
import { useCommands, type Command } from './commands'
import { PAGES } from './pages'
import { isDark, useSettings } from './settings'

const SETTINGS = 'Settings'

function useSettingCommands(): Command[] {
  const { theme, times, set } = useSettings()
  const other = isDark(theme) ? 'light' : 'dark'
  const otherTimes = times === 'relative' ? 'absolute' : 'relative'
  return [
    { id: 'theme.other', label: `Use the ${other} theme`, group: SETTINGS, words: 'colours dark light mode', run: () => set({ theme: other }) },
    { id: 'theme.system', label: 'Use the theme of the system', group: SETTINGS, words: 'colours dark light mode', run: () => set({ theme: 'system' }) },
    { id: 'times.other', label: `Show ${otherTimes} times`, group: SETTINGS, words: 'clock date', run: () => set({ times: otherTimes }) },
  ]
}

function making(go: (path: string) => void): Command[] {
  return [
    { id: 'workflows.new', label: 'New workflow', words: 'create make add', keys: 'n', run: () => go('/?new=empty') },
    { id: 'workflows.example', label: 'New workflow from an example', words: 'create make add', run: () => go('/?new=example') },
    { id: 'workflows.import', label: 'Import workflows from files', words: 'upload zip yaml json', run: () => go('/?new=file') },
  ]
}

/** What can be done everywhere. */
export function useShellCommands({ onShortcuts, onTour }: { onShortcuts: () => void; onTour: () => void }): void {
  const [, go] = useLocation()
  const mayLook = useMay('viewer')
  const mayWrite = useMay('author')
  const { data: whoami } = useQuery(whoamiQuery)
  const signOut = useSignOut()
  const pages = PAGES.filter((page) => mayLook || page.isForCallers).map(({ id, label, path, keys }) => ({ id: `page.${id}`, label, group: 'Pages', keys, run: () => go(path) }))
  useCommands([
    ...pages,
    ...(mayWrite ? making(go) : []),
    ...useSettingCommands(),
    { id: 'help.shortcuts', label: 'Keyboard shortcuts', group: 'Help', keys: '?', run: onShortcuts },
    { id: 'help.tour', label: 'Show the tour', group: 'Help', run: onTour },
    { id: 'help.api', label: 'Documents of the API', group: 'Help', words: 'openapi reference docs', run: () => window.open('/docs', '_blank', 'noopener') },
    ...(whoami?.key_id ? [{ id: 'session.out', label: 'Sign out', group: SETTINGS, run: () => signOut.mutate(undefined, { onError: useToasts.getState().fail }) }] : []),
  ])
}
