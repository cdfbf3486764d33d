import { CodeEditor } from '../code/CodeEditor'
import styles from './runs.module.css'

/** What a line takes, and how high a listing may be at most, in rem. */
const LINE = 1.35
const HIGHEST = 20

/** Python source to be read; one line may be marked, with what is wrong there, and is then in view. */
export function CodeLines({ code, label, marked, note }: { code: string; label: string; marked?: number | undefined; note?: string | undefined }) {
  const text = code.trimEnd()
  const lines = text.split('\n').length
  return (
    <div className={styles.code} style={{ height: `${Math.min(HIGHEST, LINE * lines + 1)}rem` }}>
      <CodeEditor label={label} value={text} isReadOnly highlightLine={marked ?? null} faults={marked && note ? [{ line: marked, message: note }] : NO_FAULTS} />
    </div>
  )
}

const NO_FAULTS: [] = []
