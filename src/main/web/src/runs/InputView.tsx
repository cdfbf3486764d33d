import type { Run } from '../api/client'
import { Bytes, Table } from '../ui'
import { valueText } from '../values/text'
import { JsonView } from '../values/TextView'
import styles from './runs.module.css'

const PARTS = [
  ['url_params', 'URL arguments'],
  ['req_body', 'Body'],
  ['req_form', 'Form'],
] as const

/** What a run was called with, after its check: with defaults, and without the content of files. */
export function InputView({ run }: { run: Run }) {
  const { request } = run
  const parts = PARTS.filter(([part]) => Object.keys(request[part]).length > 0)
  const files = Object.entries(request.files).flatMap(([field, sent]) => sent.map((file) => ({ field, ...file })))
  return (
    <div className={styles.items}>
      {parts.length + files.length === 0 ? <p className={styles.quiet}>It was called without any values.</p> : null}
      {parts.map(([part, label]) => (
        <section key={part} className={styles.value}>
          <h3>{label}</h3>
          <Table label={label} head={['Name', 'Value']}>
            {Object.entries(request[part]).map(([name, value]) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td className={styles.any}>{valueText(value)}</td>
              </tr>
            ))}
          </Table>
        </section>
      ))}
      {files.length > 0 ? (
        <section className={styles.value}>
          <h3>Files</h3>
          <Table label="Files" head={['Field', 'Name', 'Type', 'Size']}>
            {files.map((file, index) => (
              <tr key={index}>
                <td>
                  <code>{file.field}</code>
                </td>
                <td className={styles.any}>{file.filename}</td>
                <td>{file.content_type}</td>
                <td>
                  <Bytes bytes={file.size} />
                </td>
              </tr>
            ))}
          </Table>
        </section>
      ) : null}
      <details>
        <summary>As JSON</summary>
        <JsonView label="Input as JSON" value={request} fileName={`${run.workflow_id}-${run.run_id}-input`} />
      </details>
    </div>
  )
}
