import type { WorkflowSummary } from '../api/client'
import { Button, Empty, ProblemBox, Skeleton } from '../ui'
import { useDeletions } from './deletions'
import { EVERYTHING, type Filter } from './filter'
import type { useWorkflowList } from './list'
import { WorkflowRow } from './WorkflowRow'
import styles from './workflows.module.css'

type Found = ReturnType<typeof useWorkflowList>

function More({ list, isReadingOn }: Pick<Found, 'list' | 'isReadingOn'>) {
  if (isReadingOn) {
    return <span role="status">Looking through all workflows…</span>
  }
  if (!list.hasNextPage) {
    return null
  }
  return (
    <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
      {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
    </Button>
  )
}

function Rows({ items, isOld }: { items: readonly WorkflowSummary[]; isOld: boolean }) {
  return (
    <ul className={styles.rows} aria-label="Workflows" aria-busy={isOld}>
      {items.map((workflow) => (
        <WorkflowRow key={workflow.id} workflow={workflow} />
      ))}
    </ul>
  )
}

/** The workflows that fit the filter, page after page. */
export function WorkflowList({ found: { list, items, isReadingOn }, onFilter }: { found: Found; onFilter: (change: Partial<Filter>) => void }) {
  const leaving = useDeletions((state) => state.leaving)
  const shown = items?.filter(({ id }) => !leaving.has(id))
  return (
    <>
      {list.error && (!shown || list.isFetchNextPageError) ? <ProblemBox failure={list.error} onRetry={() => void list.refetch()} /> : null}
      {!shown && !list.error ? <Skeleton lines={8} /> : null}
      {shown && shown.length > 0 ? <Rows items={shown} isOld={list.isPlaceholderData} /> : null}
      {shown?.length === 0 && !list.hasNextPage ? (
        <Empty title="No workflow fits">
          <Button onClick={() => onFilter(EVERYTHING)}>Show all</Button>
        </Empty>
      ) : null}
      <div className={styles.end}>
        <More list={list} isReadingOn={isReadingOn} />
      </div>
    </>
  )
}
