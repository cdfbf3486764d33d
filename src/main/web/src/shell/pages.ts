import { CirclePlay, Gauge, Workflow, type LucideIcon } from 'lucide-react'

export interface Page {
  id: string
  label: string
  path: string
  /** Beginnings of addresses that belong to it. */
  within: readonly string[]
  icon: LucideIcon
  keys: string
  /** Whether callers, who see only what is theirs, have it as well. */
  isForCallers: boolean
}

export const PAGES: readonly Page[] = [
  { id: 'workflows', label: 'Workflows', path: '/', within: ['/workflows'], icon: Workflow, keys: 'g w', isForCallers: true },
  { id: 'runs', label: 'Runs', path: '/runs', within: ['/runs'], icon: CirclePlay, keys: 'g r', isForCallers: true },
  { id: 'operations', label: 'Operations', path: '/operations', within: ['/operations'], icon: Gauge, keys: 'g o', isForCallers: false },
]

/** The page that an address belongs to. */
export function pageAt(path: string): Page | undefined {
  return PAGES.find((page) => path === page.path || page.within.some((start) => path === start || path.startsWith(`${start}/`)))
}

/** What of an address makes it another page to the reader, and not another part of the same one: the tab of a workflow does not. */
export function placeAt(path: string): string {
  const [, section = '', id = ''] = path.split('/')
  return section === 'operations' ? section : `${section}/${id}`
}

/** What the window is called: `iris · BE Workflows`. */
export function titleAt(path: string): string {
  const [, section, id] = path.split('/')
  const name = section === 'workflows' && id ? id : pageAt(path)?.label
  return name ? `${name} · BE Workflows` : 'BE Workflows'
}
