import { useQuery } from '@tanstack/react-query'

import { answer, api } from '../../api/client'
import { Button, FormField, Switch, TextArea } from '../../ui'
import { useFaults } from '../check'
import type { Draft } from '../draft'
import { RowFaults } from '../schema/RowFaults'
import { TypedText } from '../schema/TypedText'
import { EnvironmentState } from './EnvironmentState'
import { linesOf, namesOf } from './lines'
import { Section, setMember, TypedSetting, useFaultText } from './Setting'
import styles from './settings.module.css'

/** What the tasks need from the machine: packages, an interpreter, the network, secrets. */
export function Packages({ draft, mayEdit }: { draft: Draft; mayEdit: boolean }) {
  const { definition } = draft
  return (
    <Section title="Environment" about="Packages are resolved to exact versions when a version is published, and installed once for all workflows that need the same.">
      <Requirements draft={draft} />
      {draft.baseVersion === null ? null : <EnvironmentState id={draft.id} mayBuild={mayEdit} hasRequirements={(draft.base.requirements ?? []).length > 0} />}
      <div className={styles.pair}>
        <TypedSetting draft={draft} pointer="/python" label="Python" hint="Such as 3.12, one of those that the server is set up with" placeholder="the server's first" value={definition.python ?? null} write={(value) => value ?? ''} read={(text) => text.trim() || null} onChange={(value) => setMember(draft, 'python', value)} />
        <Preload draft={draft} />
      </div>
      <Secrets draft={draft} />
      <div className={styles.switch}>
        <Switch label="Network" isOn={definition.network ?? false} onChange={(network) => setMember(draft, 'network', network)} />
        <span>{definition.network ? 'Tasks may reach the network' : 'No network, where the server isolates its workers'}</span>
      </div>
    </Section>
  )
}

function Requirements({ draft }: { draft: Draft }) {
  const requirements = draft.definition.requirements ?? []
  const { faults } = useFaults()
  const here = faults.filter((fault) => /^\/requirements(\/\d+)?$/.test(fault.pointer))
  const told = here.map((fault) => {
    const line = /\d+$/.exec(fault.pointer)?.[0]
    return line === undefined ? fault : { ...fault, message: `${requirements[Number(line)] ?? `line ${Number(line) + 1}`}: ${fault.message}` }
  })
  return (
    <>
      <FormField label="Requirements" hint="Lines of a pip requirements file, such as pandas>=2" error={here.length > 0 ? <RowFaults faults={told} /> : null}>
        {(input) => (
          <TextArea
            {...input}
            className={styles.mono}
            rows={Math.min(12, Math.max(3, requirements.length + 1))}
            spellCheck={false}
            value={requirements.join('\n')}
            onChange={(event) => setMember(draft, 'requirements', linesOf(event.target.value))}
          />
        )}
      </FormField>
    </>
  )
}

function Preload({ draft }: { draft: Draft }) {
  const { faults } = useFaults()
  const error = faults.filter((fault) => fault.pointer.startsWith('/preload')).map((fault) => fault.message)
  return (
    <FormField label="Preload" hint="Modules that a worker imports before its first call" error={error.join('; ')}>
      {(input) => (
        <TypedText {...input} spellCheck={false} placeholder="pandas, sklearn.ensemble" value={draft.definition.preload ?? []} write={(names) => names.join(', ')} read={namesOf} onChange={(names) => setMember(draft, 'preload', names)} />
      )}
    </FormField>
  )
}

/** Names of secrets that the tasks may read; those that the server has can be chosen. */
function Secrets({ draft }: { draft: Draft }) {
  const chosen = draft.definition.secrets ?? []
  const { faults } = useFaults()
  const error = [useFaultText('/secrets'), ...faults.filter((fault) => fault.pointer.startsWith('/secrets/')).map((fault) => fault.message)].filter(Boolean)
  const known = useQuery({ queryKey: ['secrets'], queryFn: async () => (await answer(api.GET('/api/app/be_workflows/secrets'))).items, retry: false })
  const offered = (known.data ?? []).map((secret) => secret.name).filter((name) => !chosen.includes(name))
  return (
    <div className={styles.content}>
      <FormField label="Secrets" hint="Tasks read them as ti.secrets['name']" error={error.join('; ')}>
        {(input) => <TypedText {...input} spellCheck={false} value={chosen} write={(names) => names.join(', ')} read={namesOf} onChange={(names) => setMember(draft, 'secrets', names)} />}
      </FormField>
      {offered.length > 0 ? (
        <div className={styles.offers}>
          {offered.map((name) => (
            <Button key={name} onClick={() => setMember(draft, 'secrets', [...chosen, name])}>
              + {name}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
