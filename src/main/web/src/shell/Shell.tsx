import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'

import { asProblem } from '../api/problem'
import { whoamiQuery } from '../api/session'
import { Loaded } from '../ui'
import { Account } from './Account'
import { Connection } from './Connection'
import { useWatchedAnswers } from './connection'
import { useKeys, usePaletteKey } from './keys'
import { PaletteButton, Pages } from './Navigation'
import { useArrival } from './arrival'
import { ClosedPage, SessionEnded, SignInPage } from './SignIn'
import styles from './shell.module.css'
import { useShellCommands } from './shellCommands'
import { Tour, useTour } from './Tour'

// what is opened on demand comes on demand
const Palette = lazy(() => import('./Palette'))
const Shortcuts = lazy(() => import('./Shortcuts'))

type Opened = 'palette' | 'shortcuts' | null

/** What stands around every page: where one can go, and who one is. */
export function Shell({ children }: { children: ReactNode }) {
  useWatchedAnswers()
  const whoami = useQuery(whoamiQuery)
  const problem = whoami.error ? asProblem(whoami.error) : null
  // while it is asked again, as browsers do when one comes back with the key, the form stays with what was entered
  const [isRefused, setRefused] = useState(false)
  const isRefusedNow = !whoami.data && (problem ? problem.status === 401 : isRefused)
  if (isRefused !== isRefusedNow) {
    setRefused(isRefusedNow)
  }
  if (isRefusedNow) {
    return <SignInPage />
  }
  if (problem?.status === 403) {
    return <ClosedPage problem={problem} onRetry={() => void whoami.refetch()} />
  }
  return (
    <Frame hasEnded={problem?.status === 401}>
      <Loaded query={whoami}>{() => children}</Loaded>
    </Frame>
  )
}

function Frame({ hasEnded, children }: { hasEnded: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState<Opened>(null)
  const tour = useTour()
  const openPalette = useCallback(() => setOpened('palette'), [])
  const close = () => setOpened(null)
  const [path] = useLocation()
  const content = useArrival(path)
  useShellCommands({ onShortcuts: () => setOpened('shortcuts'), onTour: tour.start })
  useKeys()
  usePaletteKey(openPalette)
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content" onClick={() => content.current?.focus()}>
        Skip to the content
      </a>
      <header className={styles.bar}>
        <Link href="/" className={styles.home}>
          <img src="/logo.svg" alt="" width={24} height={24} /> BE Workflows
        </Link>
        <Pages />
        <PaletteButton onOpen={openPalette} />
        <Account onShortcuts={() => setOpened('shortcuts')} onTour={tour.start} />
      </header>
      <div className={styles.body}>
        <Connection />
        {hasEnded ? <SessionEnded /> : null}
        <main id="content" ref={content} className={styles.content} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Suspense fallback={null}>
        {opened === 'palette' ? <Palette onClose={close} /> : null}
        {opened === 'shortcuts' ? <Shortcuts onClose={close} /> : null}
      </Suspense>
      <Tour {...tour} />
    </div>
  )
}
