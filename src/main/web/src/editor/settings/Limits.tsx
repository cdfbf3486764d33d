import type { WorkflowDefinition } from '../../api/client'
import type { Draft } from '../draft'
import { numberOf, sizeOf, sizeText } from './lines'
import { Section, setMember, TypedSetting } from './Setting'
import styles from './settings.module.css'

type Limits = NonNullable<WorkflowDefinition['limits']>

const SIZES: [keyof Limits, string, string, string][] = [
  ['memory', 'Memory of a task', "Such as 512MiB; at most, and unless set: BEW_TASK_MEMORY of the server, half of the machine's", '512MiB'],
  ['output', 'Output of a task', 'What is beyond it is left out; at most, and unless set: BEW_TASK_OUTPUT_LIMIT, 1 MiB', '1MiB'],
  ['values', 'Pushed values of a run', 'At most, and unless set: BEW_RUN_VALUES, 4 GiB', '4GiB'],
]

/** What runs of the workflow may take. Those of a single task stand in its own settings. */
export function LimitsSection({ draft }: { draft: Draft }) {
  const { definition } = draft
  const isBackground = definition.mode === 'background'
  const timeout = isBackground ? 'Seconds; unless set: BEW_BACKGROUND_RUN_TIMEOUT, 24 hours' : 'Seconds; unless set: BEW_RUN_TIMEOUT, 5 minutes'
  return (
    <Section title="Limits" about="Time, memory and retries of a single task are set in the task.">
      <div className={styles.pair}>
        <TypedSetting draft={draft} pointer="/timeout" label="Time of a run" hint={timeout} inputMode="decimal" placeholder={isBackground ? '86400' : '300'} value={definition.timeout ?? null} write={(value) => (value === null ? '' : String(value))} read={numberOf as (text: string) => number | null} onChange={(value) => setMember(draft, 'timeout', value)} />
        {SIZES.map(([member, label, hint, placeholder]) => (
          <TypedSetting
            key={member}
            draft={draft}
            pointer={`/limits/${member}`}
            label={label}
            hint={hint}
            placeholder={placeholder}
            value={definition.limits?.[member] ?? null}
            write={sizeText}
            read={sizeOf}
            onChange={(value) => draft.change((old) => ({ ...old, limits: { ...old.limits, [member]: value } }), `/limits/${member}`)}
          />
        ))}
      </div>
    </Section>
  )
}
