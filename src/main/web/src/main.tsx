import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { ApiFailure } from './api/problem'
import { App } from './App'
import { followTheme } from './shell/settings'
import './ui/theme.css'

/** Refusals stay refusals; only what did not arrive is asked again. */
function isWorthAnotherTry(count: number, failure: Error): boolean {
  return count < 3 && failure instanceof ApiFailure && (failure.problem.status === 0 || failure.problem.status === 503)
}

const queries = new QueryClient({ defaultOptions: { queries: { retry: isWorthAnotherTry, staleTime: 2_000 } } })

// Radix locks scrolling behind dialogs with a style sheet, which it makes with the nonce that it finds under this name
Object.assign(globalThis, { __webpack_nonce__: document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce })

followTheme()
const place = document.getElementById('page')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}
