import { Search } from 'lucide-react'
import { Link, useLocation } from 'wouter'

import { useMay } from '../api/session'
import { MODIFIER } from './keys'
import { PAGES, pageAt } from './pages'
import styles from './shell.module.css'

/** Where one can go. */
export function Pages() {
  const [path] = useLocation()
  const current = pageAt(path)
  const mayLook = useMay('viewer')
  return (
    <nav aria-label="Pages" className={styles.pages} data-tour="pages">
      {PAGES.filter((page) => mayLook || page.isForCallers).map(({ id, label, path: to, icon: Icon }) => (
        <Link key={id} href={to} className={styles.page} {...(id === current?.id ? { 'aria-current': 'page' as const } : {})}>
          <Icon size={18} aria-hidden />
          {label}
        </Link>
      ))}
    </nav>
  )
}

export function PaletteButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button type="button" className={styles.find} onClick={onOpen} data-tour="palette" aria-keyshortcuts={MODIFIER === 'Ctrl' ? 'Control+K' : 'Meta+K'}>
      <Search size={16} aria-hidden />
      <span className={styles.findText}>Find or do…</span>
      <kbd className={styles.findText} aria-hidden>
        {MODIFIER} K
      </kbd>
    </button>
  )
}
