import type { WorkflowDefinition } from '../api/client'
import { CodeDiff } from '../code/CodeDiff'
import { changesBetween, summaryOf } from './changes'
import styles from './editor.module.css'

/** What differs between two definitions: first in words, then each text. */
export function Changes({ before, after }: { before: WorkflowDefinition; after: WorkflowDefinition }) {
  const lines = summaryOf(before, after)
  const files = changesBetween(before, after)
  if (lines.length === 0 && files.length === 0) {
    return <p className={styles.quiet}>Nothing is different.</p>
  }
  return (
    <div className={styles.changes}>
      <ul className={styles.summary} aria-label="What is different">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {files.map(({ path, before: old, after: now, language }) => (
        <details key={path} open={files.length < 6} className={styles.file}>
          <summary>
            <code>{path}</code> {old === '' ? 'new' : now === '' ? 'removed' : ''}
          </summary>
          <CodeDiff label={path} before={old} after={now} language={language} />
        </details>
      ))}
    </div>
  )
}
