import { useSyncExternalStore } from 'react'

function listen(changed: () => void): () => void {
  const watch = new MutationObserver(changed)
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => watch.disconnect()
}

/** `light` or `dark`, as the page is painted now: a canvas must be painted again when that changes. */
export function useThemeName(): string {
  return useSyncExternalStore(listen, () => document.documentElement.dataset['theme'] ?? 'light')
}
