import { CircleUser, Keyboard, LogOut, Map as MapIcon } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { useSignOut, whoamiQuery } from '../api/session'
import type { Role } from '../api/client'
import { Badge, Button, useToasts } from '../ui'
import { Choice } from './Choice'
import { useSettings } from './settings'
import styles from './shell.module.css'

const ABILITIES: Record<Role, string> = {
  admin: 'May do everything, keys and secrets included.',
  author: 'Makes, publishes and calls workflows.',
  caller: 'Calls workflows, and sees what comes of it.',
  viewer: 'Looks at everything but keys and secrets.',
}

function Who() {
  const { data } = useQuery(whoamiQuery)
  if (!data) {
    return null
  }
  const isWithoutKeys = data.key_id === null
  return (
    <div className={styles.who}>
      <strong className={styles.name}>{data.user ?? 'This machine'}</strong> <Badge>{data.role}</Badge>
      <p className={styles.quiet}>{isWithoutKeys ? 'There are no keys yet: everything is allowed from this machine, and nothing from others.' : ABILITIES[data.role]}</p>
      {isWithoutKeys ? <Link href="/operations/keys">Make the first key</Link> : null}
    </div>
  )
}

function Choices() {
  const { theme, times, set } = useSettings()
  return (
    <>
      <Choice label="Theme" value={theme} options={{ system: 'System', light: 'Light', dark: 'Dark' }} onChange={(choice) => set({ theme: choice })} />
      <Choice label="Times" value={times} options={{ relative: '5 min. ago', absolute: '12:05:00' }} onChange={(choice) => set({ times: choice })} />
    </>
  )
}

function SignOut() {
  const { data } = useQuery(whoamiQuery)
  const signOut = useSignOut()
  if (!data?.key_id) {
    return null
  }
  return (
    <Button look="plain" onClick={() => signOut.mutate(undefined, { onError: useToasts.getState().fail })} disabled={signOut.isPending}>
      <LogOut size={16} aria-hidden /> Sign out
    </Button>
  )
}

/** Who looks at the page, and how it looks to them. */
export function Account({ onShortcuts, onTour }: { onShortcuts: () => void; onTour: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery(whoamiQuery)
  const leaveFor = (next: () => void) => () => {
    setOpen(false)
    next()
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className={styles.account} aria-label={`Account and settings: ${data?.user ?? 'this machine'}`}>
        <CircleUser size={18} aria-hidden />
        <span className={styles.accountName}>{data?.user ?? 'This machine'}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.popover} sideOffset={6} collisionPadding={8} aria-label="Account and settings">
          <Who />
          <Choices />
          <div className={styles.stack}>
            <Button look="plain" onClick={leaveFor(onShortcuts)}>
              <Keyboard size={16} aria-hidden /> Keyboard shortcuts
            </Button>
            <Button look="plain" onClick={leaveFor(onTour)}>
              <MapIcon size={16} aria-hidden /> Show the tour
            </Button>
            <SignOut />
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
