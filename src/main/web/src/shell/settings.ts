import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type ThemeChoice = 'system' | 'light' | 'dark'

export type TimesChoice = 'relative' | 'absolute'

interface Choices {
  theme: ThemeChoice
  times: TimesChoice
  /** Whether single keys such as `?` do something. */
  hasKeys: boolean
  hasSeenTour: boolean
}

interface Settings extends Choices {
  set: (change: Partial<Choices>) => void
}

/** What a reader has chosen for this page, kept in the browser. */
export const useSettings = create<Settings>()(
  persist((set) => ({ theme: 'system', times: 'relative', hasKeys: true, hasSeenTour: false, set: (change) => set(change) }), { name: 'bew-settings' }),
)

const dark = matchMedia('(prefers-color-scheme: dark)')

export function isDark(choice: ThemeChoice): boolean {
  return choice === 'dark' || (choice === 'system' && dark.matches)
}

function paint(choice: ThemeChoice): void {
  document.documentElement.dataset['theme'] = isDark(choice) ? 'dark' : 'light'
}

/** Colours the page as chosen, and again whenever the choice or the system changes. */
export function followTheme(): void {
  paint(useSettings.getState().theme)
  useSettings.subscribe((settings) => paint(settings.theme))
  dark.addEventListener('change', () => paint(useSettings.getState().theme))
}
