import { useQuery } from '@tanstack/react-query'
import { Download, FlaskConical } from 'lucide-react'
import { useState } from 'react'

import { answer, api, type Run } from '../api/client'
import { Actions, Button, CopyButton, Dialog, Loaded } from '../ui'
import { CodeLines } from './CodeLines'
import { saveText } from './saveText'

/** Shows a run as a test of its workflow, to be kept with the workflow's files. */
export function RunTest({ run }: { run: Run }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <FlaskConical size={14} aria-hidden /> Open as test
      </Button>
      <Dialog isWide title="This run as a test" about="It calls the workflow as this run was called, and expects what came of it. Put it into tests/ of the workflow's folder; unittest and pytest run it, without a server." isOpen={isOpen} onClose={() => setOpen(false)}>
        {isOpen ? <TestText run={run} /> : null}
      </Dialog>
    </>
  )
}

function TestText({ run }: { run: Run }) {
  const query = useQuery({
    queryKey: ['run', run.run_id, 'test'],
    queryFn: () => answer(api.GET('/api/app/be_workflows/runs/{run_id}/test', { params: { path: { run_id: run.run_id } } })),
    staleTime: Infinity,
    retry: false,
  })
  return (
    <Loaded query={query}>
      {({ filename, text }) => (
        <>
          <CodeLines code={text} label={`The test ${filename}`} />
          <Actions>
            <CopyButton text={text} />
            <Button look="primary" onClick={() => saveText(filename, text, 'text/x-python')}>
              <Download size={14} aria-hidden /> Download {filename}
            </Button>
          </Actions>
        </>
      )}
    </Loaded>
  )
}
