import { KeyRound } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'

import { asProblem, type Problem } from '../api/problem'
import { useSignIn } from '../api/session'
import { Button, Dialog, FormField, ProblemBox, TextInput } from '../ui'
import styles from './shell.module.css'

function wordsOf(failure: unknown): string | undefined {
  if (!failure) {
    return undefined
  }
  const problem = asProblem(failure)
  return problem.status === 401 ? 'The server does not know this key, or not any more.' : problem.detail || problem.title
}

const canKeepSession = (globalThis as { isSecureContext?: boolean }).isSecureContext !== false

/** Opens a session with a key. */
export function SignInForm() {
  const [key, setKey] = useState('')
  const signIn = useSignIn()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (key.trim() !== '') {
      signIn.mutate(key.trim())
    }
  }
  return (
    <form className={styles.signIn} onSubmit={submit}>
      <FormField label="API key" error={wordsOf(signIn.error)} hint="It begins with bew_. The page does not keep it: the browser gets a session that scripts cannot read.">
        {(input) => <TextInput {...input} type="password" name="key" autoComplete="current-password" spellCheck={false} autoFocus required value={key} onChange={(event) => setKey(event.target.value)} />}
      </FormField>
      {canKeepSession ? null : <p className={styles.warning}>This address is not encrypted. Browsers keep a session only over HTTPS, or on the server’s own machine.</p>}
      <Button type="submit" look="primary" disabled={signIn.isPending}>
        {signIn.isPending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}

/** The whole page for whoever is not signed in. */
export function SignInPage() {
  return (
    <main id="content" className={styles.door} tabIndex={-1}>
      <div className={styles.doorCard}>
        <img src="/logo.svg" alt="" width={40} height={40} />
        <h1>Sign in to BE Workflows</h1>
        <SignInForm />
        <details>
          <summary>Where do I get a key?</summary>
          <p>
            From whoever runs this server: an admin makes keys under <em>Operations</em>, or on the server’s machine with
          </p>
          <pre className={styles.command} tabIndex={0} aria-label="Command">
            java -jar be-workflows.jar keys create --name me --role author
          </pre>
        </details>
      </div>
    </main>
  )
}

/** Asks for the key again where a session has ended, over what is on the page; can be put away to copy something from that. */
export function SessionEnded() {
  const [isOpen, setOpen] = useState(true)
  return (
    <div className={styles.away}>
      <span>Your session has ended; what you see may be out of date.</span>
      <Button onClick={() => setOpen(true)}>Sign in</Button>
      <Dialog title="Your session has ended" about="Sign in to go on. What you have written stays in this browser." isOpen={isOpen} onClose={() => setOpen(false)}>
        <SignInForm />
      </Dialog>
    </div>
  )
}

/** The whole page where the server talks to nobody from here. */
export function ClosedPage({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return (
    <main id="content" className={styles.door} tabIndex={-1}>
      <div className={styles.doorCard}>
        <KeyRound size={32} aria-hidden />
        <h1>{problem.type.endsWith('foreign-page') ? 'This server is open to its own machine only' : problem.title}</h1>
        {problem.type.endsWith('foreign-page') ? <p>Open the page as localhost on the machine of the server, or have its first key made there; from then on everybody signs in with a key.</p> : null}
        <ProblemBox failure={problem} onRetry={onRetry} />
      </div>
    </main>
  )
}
