import { useMay } from '../../api/session'
import type { Draft } from '../draft'
import { General } from './General'
import { Interceptor } from './Interceptor'
import { LimitsSection } from './Limits'
import { Packages } from './Packages'
import { Schedules } from './Schedules'
import styles from './settings.module.css'

/** Everything of a workflow that is neither its graph nor its schemas, and when it runs by itself. */
export default function SettingsTab({ draft }: { draft: Draft }) {
  const may = useMay('author')
  return (
    <>
      <fieldset className={styles.tab} disabled={!may}>
        <legend className="unseen">Settings</legend>
        <General draft={draft} />
        <Packages draft={draft} mayEdit={may} />
        <LimitsSection draft={draft} />
        <Interceptor draft={draft} mayEdit={may} />
      </fieldset>
      {draft.baseVersion === null ? null : <Schedules id={draft.id} mayEdit={may} />}
    </>
  )
}
