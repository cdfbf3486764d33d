import { CodeEditor } from '../../code/CodeEditor'
import { Button } from '../../ui'
import { faultsAt, useFaults } from '../check'
import type { Draft } from '../draft'
import { Section, setMember } from './Setting'
import styles from './settings.module.css'

const BEGINNING = `def intercept(ti):
    # runs inside the call: may change ti.url_params, ti.req_body and ti.req_form, or refuse the call
    if not ti.url_params:
        raise ValueError("nothing to work on")
`

/** Python that looks at a call before its run is accepted. */
export function Interceptor({ draft, mayEdit }: { draft: Draft; mayEdit: boolean }) {
  const { interceptor, mode } = draft.definition
  const faults = faultsAt(useFaults(), '/interceptor')
  const hasOne = typeof interceptor === 'string'
  if (!hasOne && mode !== 'background') {
    return null
  }
  return (
    <Section title="Interceptor" about="Runs inside the call of a background workflow, before the run is accepted. What it raises is the caller's 422.">
      {hasOne ? (
        <>
          <div className={styles.code}>
            <CodeEditor
              label="Interceptor"
              value={interceptor}
              isReadOnly={!mayEdit}
              onChange={(code) => setMember(draft, 'interceptor', code)}
              faults={faults.flatMap((fault) => (fault.line === undefined ? [] : [{ line: fault.line, column: fault.column, message: fault.message, isWarning: fault.isWarning }]))}
            />
          </div>
          {faults.map((fault, index) => (
            <p key={index} className={styles.error}>
              {fault.line === undefined ? '' : `Line ${fault.line}: `}
              {fault.message}
            </p>
          ))}
          <div>
            <Button onClick={() => setMember(draft, 'interceptor', null)}>Remove the interceptor</Button>
          </div>
        </>
      ) : (
        <div>
          <Button onClick={() => setMember(draft, 'interceptor', BEGINNING)}>Add an interceptor</Button>
        </div>
      )}
    </Section>
  )
}
