import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'

import { answer, api, type Schedule } from '../../api/client'
import { ScheduleDialog } from '../../operations/schedules/ScheduleDialog'
import { ScheduleTable } from '../../operations/schedules/SchedulesSection'
import { Button, Loaded } from '../../ui'
import { Section } from './Setting'
import styles from './settings.module.css'

/** When the workflow runs by itself. Schedules are no part of its versions: what is changed here counts at once. */
export function Schedules({ id, mayEdit }: { id: string; mayEdit: boolean }) {
  const [edited, setEdited] = useState<Schedule | 'new' | null>(null)
  const query = useQuery({
    queryKey: ['schedules', { workflow: id }],
    queryFn: async () => (await answer(api.GET('/api/app/be_workflows/schedules', { params: { query: { workflow: id, limit: 500 } } }))).items,
  })
  return (
    <div className={styles.tab}>
      <Section title="Schedules" about="Each time becomes one background run of the published version. Not part of a version: changes count at once.">
        <Loaded query={query}>
          {(schedules) =>
            schedules.length === 0 ? <p className={styles.quiet}>It does not run by itself.</p> : <ScheduleTable schedules={schedules} mayChange={mayEdit} onEdit={setEdited} />
          }
        </Loaded>
        {mayEdit ? (
          <div>
            <Button onClick={() => setEdited('new')}>
              <Plus size={14} aria-hidden /> New schedule
            </Button>
          </div>
        ) : null}
      </Section>
      {edited ? <ScheduleDialog schedule={edited === 'new' ? null : edited} workflow={id} onClose={() => setEdited(null)} /> : null}
    </div>
  )
}
