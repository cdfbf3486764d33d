import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { expect, test } from 'vitest'

import { workflowNamesQuery } from '../api/workflowNames'
import { RunFilters } from './RunFilters'
import { filterOf } from './runFilter'

test('offers the workflows that another page has asked for already', () => {
  const queries = new QueryClient()
  queries.setQueryData(workflowNamesQuery.queryKey, [{ id: 'hello', label: 'Hello', description: '', enabled: true, mode: 'foreground', version: 1, published_version: 1, saved_at: '2026-01-31T12:00:00Z' }])
  render(
    <QueryClientProvider client={queries}>
      <RunFilters filter={filterOf(new URLSearchParams())} onChange={() => undefined} />
    </QueryClientProvider>,
  )

  expect([...document.querySelectorAll('datalist option')].map((option) => option.getAttribute('value'))).toEqual(['hello'])
})
