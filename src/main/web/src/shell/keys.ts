import { useEffect } from 'react'

import { allCommands, useCommandStore, type Command } from './commands'
import { useSettings } from './settings'

/** How long after one key the next one still belongs to it, in milliseconds. */
const PATIENCE = 1_200

/** What was typed so far of keys such as `g w`. */
export interface Typed {
  keys: string
  at: number
}

/**
 * What one more key means.
 *
 * @returns the command that it completes, if any, and what the next key is added to
 */
export function pressed(commands: readonly Command[], before: Typed, key: string, now: number): { command: Command | undefined; typed: Typed } {
  const candidates = before.keys !== '' && now - before.at <= PATIENCE ? [`${before.keys} ${key}`, key] : [key]
  for (const keys of candidates) {
    const command = commands.find((one) => one.keys === keys)
    if (command) {
      return { command, typed: { keys: '', at: now } }
    }
    if (commands.some((one) => one.keys?.startsWith(`${keys} `))) {
      return { command: undefined, typed: { keys, at: now } }
    }
  }
  return { command: undefined, typed: { keys: '', at: now } }
}

const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="application"], .react-flow'

/** Whether a key belongs to what has the focus, and not to the page. */
function isTaken(event: KeyboardEvent): boolean {
  const isForElement = event.target instanceof Element && event.target.closest(FIELDS) !== null
  return isForElement || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented
}

/** Listens for the keys of all commands, as long as the reader wants single keys. */
export function useKeys(): void {
  const hasKeys = useSettings((settings) => settings.hasKeys)
  useEffect(() => {
    if (!hasKeys) {
      return
    }
    let typed: Typed = { keys: '', at: 0 }
    const listen = (event: KeyboardEvent) => {
      if (isTaken(event) || event.key === 'Shift') {
        return
      }
      const result = pressed(allCommands(useCommandStore.getState().byOwner), typed, event.key, event.timeStamp)
      typed = result.typed
      if (result.command) {
        event.preventDefault()
        result.command.run()
      }
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [hasKeys])
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)

/** The key that goes with others on this machine. */
export const MODIFIER = isMac ? '⌘' : 'Ctrl'

/** Opens the palette with Ctrl+K, or Cmd+K, wherever the focus is. */
export function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        open()
      }
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [open])
}
