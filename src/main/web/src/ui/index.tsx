/* The parts that every page is made of. They stand on Radix for focus, keys and roles; a page never builds these again. */
import { AlertDialog, Dialog as RadixDialog, DropdownMenu, Switch as RadixSwitch, Tabs as RadixTabs, Tooltip } from 'radix-ui'
import { X } from 'lucide-react'
import { useId, type ButtonHTMLAttributes, type ComponentProps, type ReactElement, type ReactNode } from 'react'

import { asProblem, type Problem } from '../api/problem'
import styles from './ui.module.css'

export { CopyButton } from './CopyButton'
export { Time, Duration, Bytes } from './quantities'
export { useToasts, Toasts } from './toasts'
export { styles as uiStyles }

export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}

export type Tone = 'quiet' | 'good' | 'warn' | 'bad' | 'busy'

type ButtonLook = 'normal' | 'primary' | 'danger' | 'plain'

export function buttonClass(look: ButtonLook = 'normal', isIcon = false): string {
  return classes(styles.button, look !== 'normal' && styles[look], isIcon && styles.icon)
}

export function Button({ look, className, type = 'button', ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; ref?: React.Ref<HTMLButtonElement> }) {
  return <button type={type} className={classes(buttonClass(look), className)} {...rest} />
}

/** A button that shows only a picture; its name is read out, and shown as a tooltip. */
export function IconButton({ name, look = 'plain', children, ...rest }: Omit<ComponentProps<'button'>, 'name'> & { name: string; look?: ButtonLook }) {
  return (
    <Hint text={name}>
      <button type="button" aria-label={name} className={buttonClass(look, true)} {...rest}>
        {children}
      </button>
    </Hint>
  )
}

/** A tooltip; what it says must not be needed to understand the page. */
export function Hint({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Tooltip.Provider delayDuration={300}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content className={styles.tooltip} sideOffset={4}>
            {text}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  )
}

export function Badge({ tone = 'quiet', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes(styles.badge, tone !== 'quiet' && styles[tone])}>{children}</span>
}

const STATUS_TONES: Record<string, Tone> = {
  succeeded: 'good',
  ready: 'good',
  idle: 'good',
  failed: 'bad',
  dead: 'bad',
  cancelled: 'warn',
  skipped: 'warn',
  stopping: 'warn',
  spent: 'warn',
  running: 'busy',
  busy: 'busy',
  building: 'busy',
  loading: 'busy',
  starting: 'busy',
}

/** The state of a run, a task, a worker or an environment, in its words. */
export function StatusBadge({ status }: { status: string }) {
  return <Badge tone={STATUS_TONES[status] ?? 'quiet'}>{status.replaceAll('_', ' ')}</Badge>
}

/** A label with what is entered beneath. The child gets `id`, `aria-describedby` and `aria-invalid`. */
export function FormField({ label, hint, error, children }: { label: ReactNode; hint?: ReactNode; error?: ReactNode; children: (input: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode }) {
  const id = useId()
  const about = `${id}-about`
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': Boolean(error) })}
      <div id={about}>
        {error ? <div className={styles.error}>{error}</div> : null}
        {hint ? <div className={styles.hint}>{hint}</div> : null}
      </div>
    </div>
  )
}

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={classes(styles.input, className)} {...rest} />
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={classes(styles.input, className)} {...rest} />
}

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={classes(styles.input, className)} {...rest} />
}

export function Switch({ label, isOn, onChange, isDisabled = false, id }: { label: string; isOn: boolean; onChange: (isOn: boolean) => void; isDisabled?: boolean; id?: string }) {
  return (
    <RadixSwitch.Root id={id} className={styles.switch} aria-label={label} checked={isOn} onCheckedChange={onChange} disabled={isDisabled}>
      <RadixSwitch.Thumb className={styles.thumb} />
    </RadixSwitch.Root>
  )
}

export function Dialog({ title, about, isOpen, onClose, isWide = false, children }: { title: ReactNode; about?: ReactNode; isOpen: boolean; onClose: () => void; isWide?: boolean; children: ReactNode }) {
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={styles.veil} />
        <RadixDialog.Content className={classes(styles.dialog, isWide && styles.wide)} {...(about ? {} : { 'aria-describedby': undefined })}>
          <div className={styles.dialogHead}>
            <RadixDialog.Title asChild>
              <h2>{title}</h2>
            </RadixDialog.Title>
            <RadixDialog.Close asChild>
              <button type="button" className={buttonClass('plain', true)} aria-label="Close">
                <X size={16} aria-hidden />
              </button>
            </RadixDialog.Close>
          </div>
          {about ? <RadixDialog.Description className={styles.hint}>{about}</RadixDialog.Description> : null}
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}

/** The buttons at the end of a dialog or a form. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, about, action, isOpen, onClose, onConfirm }: { title: string; about: ReactNode; action: string; isOpen: boolean; onClose: () => void; onConfirm: () => void }) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={styles.veil} />
        <AlertDialog.Content className={styles.dialog}>
          <AlertDialog.Title asChild>
            <h2>{title}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div>{about}</div>
          </AlertDialog.Description>
          <Actions>
            <AlertDialog.Cancel className={buttonClass()}>Cancel</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass('danger')} onClick={onConfirm}>
              {action}
            </AlertDialog.Action>
          </Actions>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

export interface MenuEntry {
  label: string
  icon?: ReactNode
  isDisabled?: boolean
  onSelect: () => void
}

export function Menu({ trigger, entries }: { trigger: ReactElement; entries: MenuEntry[] }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4}>
          {entries.map((entry) => (
            <DropdownMenu.Item key={entry.label} className={styles.menuItem} disabled={entry.isDisabled ?? false} onSelect={entry.onSelect}>
              {entry.icon}
              {entry.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export interface TabEntry {
  id: string
  label: ReactNode
  content: ReactNode
}

/** Tabs whose content is built when it is shown. */
export function Tabs({ label, tabs, value, onChange }: { label: string; tabs: TabEntry[]; value?: string; onChange?: (id: string) => void }) {
  const chosen = value === undefined ? { defaultValue: tabs[0]?.id ?? '' } : { value, onValueChange: onChange ?? (() => undefined) }
  return (
    <RadixTabs.Root {...chosen}>
      <RadixTabs.List className={styles.tabs} aria-label={label}>
        {tabs.map((tab) => (
          <RadixTabs.Trigger key={tab.id} value={tab.id} className={styles.tab}>
            {tab.label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map((tab) => (
        <RadixTabs.Content key={tab.id} value={tab.id}>
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  )
}

/** A table that scrolls within itself where it is too wide. */
export function Table({ label, head, children }: { label: string; head: ReactNode[]; children: ReactNode }) {
  return (
    <div className={styles.tableFrame} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

export function PageHead({ title, about, children }: { title: ReactNode; about?: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.pageHead}>
      <div>
        <h1>{title}</h1>
        {about}
      </div>
      <div>{children}</div>
    </div>
  )
}

/** What stands where nothing is yet: says what would be here, and how it comes here. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" aria-label="Loading" style={{ display: 'grid', gap: '0.6rem' }}>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={styles.skeleton} />
      ))}
    </div>
  )
}

/** An error in the server's words, with all of its places. */
export function ProblemBox({ failure, onRetry }: { failure: unknown; onRetry?: () => void }) {
  const problem: Problem = asProblem(failure)
  return (
    <div className={styles.problem} role="alert">
      <strong>{problem.status === 403 ? 'Your key does not allow this' : problem.title}</strong>
      {problem.detail ? <div>{problem.detail}</div> : null}
      {problem.errors && problem.errors.length > 0 ? (
        <ul>
          {problem.errors.map((error, index) => (
            <li key={index}>
              {error.name ?? error.pointer ? <code>{error.name ?? error.pointer}</code> : null} {error.line ? `line ${error.line}: ` : ''}
              {error.message}
              {error.expected ? ` (expected: ${error.expected})` : ''}
            </li>
          ))}
        </ul>
      ) : null}
      {onRetry ? (
        <Actions>
          <Button onClick={onRetry}>Try again</Button>
        </Actions>
      ) : null}
    </div>
  )
}

/** What a query has: a skeleton, its problem, or its content. */
export function Loaded<T>({ query, children, lines }: { query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }; children: (data: T) => ReactNode; lines?: number }) {
  if (query.data !== undefined) {
    return children(query.data)
  }
  if (query.error) {
    return <ProblemBox failure={query.error} onRetry={() => void query.refetch()} />
  }
  return <Skeleton {...(lines === undefined ? {} : { lines })} />
}
