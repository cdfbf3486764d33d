import { useMutation } from '@tanstack/react-query'
import { FolderUp, Upload } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent } from 'react'

import { answer, api, type FolderDocument, type Schemas } from '../api/client'
import { asProblem } from '../api/problem'
import { Actions, Badge, Button, classes, type Tone } from '../ui'
import { chosen, dropped } from './dropped'
import { workflowsIn, type ChosenFile } from './folders'
import { useRefresh } from './list'
import styles from './create.module.css'
import { UnreadableFile } from './zip'

type Imported = Schemas['ImportedWorkflow']
type Flaw = Schemas['ImportProblem']

const IMPORT = '/api/app/be_workflows/be_wf_graph/import'
const OUTCOMES: Record<Imported['outcome'], { tone: Tone; words: (version: number) => string }> = {
  created: { tone: 'good', words: () => 'new' },
  updated: { tone: 'warn', words: (version) => `becomes version ${version}` },
  unchanged: { tone: 'quiet', words: () => 'is there already' },
}

interface Preview {
  document: FolderDocument
  workflows: Imported[]
}

/** The server refused a document; the places in its answer are places in that. */
class RefusedImport extends Error {
  constructor(
    readonly failure: unknown,
    readonly document: FolderDocument,
  ) {
    super('the server refused the import')
  }
}

/** Reads files and asks the server what would come of them. */
function usePreview() {
  return useMutation({
    mutationFn: async (files: Promise<readonly ChosenFile[]>): Promise<Preview> => {
      const document = await workflowsIn(await files)
      try {
        const { workflows } = await answer(api.POST(IMPORT, { params: { query: { dry_run: true } }, body: document }))
        return { document, workflows }
      } catch (failure) {
        throw new RefusedImport(failure, document)
      }
    },
  })
}

function useImport(onDone: (workflows: Imported[]) => void) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async ({ document, isDraft }: { document: FolderDocument; isDraft: boolean }) => answer(api.POST(IMPORT, { params: { query: { draft: isDraft, message: 'Imported' } }, body: document })),
    onSuccess: async ({ workflows }) => {
      await refresh(workflows.map(({ id }) => id))
      onDone(workflows)
    },
  })
}

/** Where a flaw is: `hello: tasks/greet.py:3:5`; of which workflow is left out where there is only one. */
function placeOf({ file, line, column, pointer }: Flaw, document?: FolderDocument): string {
  const place = file === undefined ? pointer : [file, line, column].filter((part) => part !== undefined).join(':')
  const workflows = document?.workflows ?? []
  const index = Number(/^\/workflows\/(\d+)/.exec(pointer)?.[1])
  const name = workflows.length > 1 ? (workflows[index]?.id ?? /^id: *(\S+)/m.exec(workflows[index]?.files['workflow.yaml'] ?? '')?.[1]) : undefined
  return name === undefined ? place : `${name}: ${place}`
}

function Flaws({ failure }: { failure: unknown }) {
  if (failure instanceof UnreadableFile) {
    return (
      <p role="alert" className={styles.flaw}>
        {failure.message}
      </p>
    )
  }
  const { failure: answered, document } = failure instanceof RefusedImport ? failure : { failure, document: undefined }
  const problem = asProblem(answered)
  const errors = problem.errors ?? []
  return (
    <div role="alert" className={styles.flaw}>
      <strong>{errors.length > 0 ? 'Nothing can be imported until this is mended' : problem.title}</strong>
      {errors.length === 0 ? <p>{problem.detail}</p> : null}
      <ul>
        {errors.map((flaw, index) => (
          <li key={index}>
            <code>{placeOf(flaw, document)}</code> {flaw.message}
            {flaw.expected ? ` (expected: ${flaw.expected})` : ''}
          </li>
        ))}
      </ul>
    </div>
  )
}

function WhatComes({ workflows }: { workflows: readonly Imported[] }) {
  return (
    <ul className={styles.outcomes} aria-label="What the import does" tabIndex={0}>
      {workflows.map(({ id, outcome, version, warnings }) => (
        <li key={id}>
          <code>{id}</code> <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].words(version)}</Badge>
          {warnings.map((warning, index) => (
            <p key={index} className={styles.hint}>
              {placeOf(warning)}: {warning.message}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}

/** Where files are dropped, or chosen. */
function DropZone({ onFiles, isBusy }: { onFiles: (files: Promise<ChosenFile[]>) => void; isBusy: boolean }) {
  const [isOver, setOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), [])
  const take = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFiles(dropped(event.dataTransfer))
  }
  const read = (input: HTMLInputElement) => {
    if (input.files && input.files.length > 0) {
      onFiles(Promise.resolve(chosen(input.files)))
    }
    input.value = ''
  }
  return (
    <div
      className={classes(styles.drop, isOver && styles.over)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={take}
    >
      <p>{isBusy ? 'Looking at it…' : 'Drop a workflow here: a folder, a ZIP archive, YAML or JSON.'}</p>
      <div className={styles.dropButtons}>
        <Button onClick={() => files.current?.click()} disabled={isBusy}>
          <Upload size={16} aria-hidden /> Choose files
        </Button>
        <Button onClick={() => folder.current?.click()} disabled={isBusy}>
          <FolderUp size={16} aria-hidden /> Choose a folder
        </Button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label="Files" accept=".zip,.json,.yaml,.yml,.py" onChange={(event) => read(event.currentTarget)} />
      <input ref={folder} type="file" hidden aria-label="Folder" onChange={(event) => read(event.currentTarget)} />
    </div>
  )
}

/** Workflows from files: shows what would come of them before anything is saved. */
export function ImportFiles({ files, onDone }: { files: Promise<readonly ChosenFile[]> | null; onDone: (workflows: Imported[]) => void }) {
  const { mutate: look, ...preview } = usePreview()
  const save = useImport(onDone)
  const [isDraft, setDraft] = useState(false)
  useEffect(() => {
    if (files) {
      look(files)
    }
  }, [files, look])
  const changes = preview.data?.workflows.filter(({ outcome }) => outcome !== 'unchanged').length ?? 0
  return (
    <div className={styles.form}>
      <DropZone onFiles={(some) => look(some)} isBusy={preview.isPending} />
      {preview.error ? <Flaws failure={preview.error} /> : null}
      {save.error ? <Flaws failure={save.error} /> : null}
      {preview.data ? (
        <>
          <WhatComes workflows={preview.data.workflows} />
          <label className={styles.check}>
            <input type="checkbox" checked={isDraft} onChange={(event) => setDraft(event.target.checked)} /> As drafts: calls do not go to them yet
          </label>
          <Actions>
            <Button look="primary" disabled={changes === 0 || save.isPending} onClick={() => save.mutate({ document: preview.data.document, isDraft })}>
              {changes === 0 ? 'Nothing to import' : `Import ${changes === 1 ? '1 workflow' : `${changes} workflows`}`}
            </Button>
          </Actions>
        </>
      ) : null}
    </div>
  )
}
