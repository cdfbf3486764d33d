import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'

import { answer, api } from '../api/client'
import { Button, Empty, Loaded, PageHead } from '../ui'
import { asQuery, changed, filterOf, isLive, NO_FILTER, searchOf, type RunFilter } from './runFilter'
import { RunFilters } from './RunFilters'
import { RunPlots } from './RunPlots'
import { RunTable } from './RunTable'
import styles from './runs.module.css'

/** How often the list is asked for again while new runs can come into it, in milliseconds. */
const REFRESH = 3_000
const PAGE = 50

/** All runs, newest first; which ones stands in the address. */
export default function RunsPage() {
  const [search, setSearch] = useSearchParams()
  const filter = filterOf(search)
  useEffect(() => {
    document.title = 'Runs'
  }, [])
  const change = useCallback((next: Partial<RunFilter>) => setSearch((now) => searchOf(changed(filterOf(now), next), now)), [setSearch])
  const query = useRuns(filter)
  const { chosen, choose } = useChosen()
  const [, go] = useLocation()
  return (
    <div className={styles.page}>
      <PageHead title="Runs">
        <Button disabled={chosen.length !== 2} title={chosen.length === 2 ? undefined : 'Choose two runs of the list'} onClick={() => go(`/runs/compare/${chosen.join('/')}`)}>
          Compare {chosen.length} of 2
        </Button>
      </PageHead>
      <RunFilters filter={filter} onChange={change} />
      <RunPlots filter={filter} onChange={change} />
      <Loaded query={query} lines={8}>
        {(page) =>
          page.items.length === 0 ? (
            <NoRuns filter={filter} onChange={change} />
          ) : (
            <>
              <RunTable runs={page.items} chosen={chosen} onChoose={choose} onFilter={change} />
              <div className={styles.line}>
                {filter.before ? <Button onClick={() => change({ before: '' })}>Newest runs</Button> : null}
                {page.next ? <Button onClick={() => change({ before: page.next ?? '' })}>Older runs</Button> : null}
              </div>
            </>
          )
        }
      </Loaded>
    </div>
  )
}

function useRuns(filter: RunFilter) {
  return useQuery({
    queryKey: ['runs', filter],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs', { params: { query: { ...asQuery(filter, Date.now()), ...(filter.before ? { before: filter.before } : {}), limit: PAGE } } })),
    refetchInterval: isLive(filter) ? REFRESH : false,
    placeholderData: keepPreviousData,
  })
}

/** The runs that are to be compared: the latest two that were chosen. */
function useChosen() {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const choose = useCallback((id: string) => setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id].slice(-2))), [])
  return { chosen, choose }
}

function NoRuns({ filter, onChange }: { filter: RunFilter; onChange: (change: Partial<RunFilter>) => void }) {
  const isFiltered = Object.values(filter).some((value) => value !== '')
  return isFiltered ? (
    <Empty title="No such runs">
      <Button onClick={() => onChange(NO_FILTER)}>Show all runs</Button>
    </Empty>
  ) : (
    <Empty title="No runs yet">Each call of a workflow is a run, and appears here as it begins.</Empty>
  )
}
