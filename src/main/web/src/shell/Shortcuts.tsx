import { Dialog, Switch } from '../ui'
import { allCommands, useCommandStore } from './commands'
import { MODIFIER } from './keys'
import { useSettings } from './settings'
import styles from './shell.module.css'

/** All keys that do something here and now. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const commands = allCommands(useCommandStore((state) => state.byOwner)).filter(({ keys }) => keys)
  const { hasKeys, set } = useSettings()
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={onClose}>
      <dl className={styles.shortcuts}>
        <dt>Find a page, a workflow, an action</dt>
        <dd>
          <kbd>{MODIFIER}</kbd> <kbd>K</kbd>
        </dd>
        {commands.map(({ id, label, keys = '' }) => (
          <div key={id} data-off={!hasKeys}>
            <dt>{label}</dt>
            <dd>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className={styles.row}>
        <Switch label="Single keys" isOn={hasKeys} onChange={(isOn) => set({ hasKeys: isOn })} />
        <span>Single keys do something outside of fields</span>
      </div>
    </Dialog>
  )
}
