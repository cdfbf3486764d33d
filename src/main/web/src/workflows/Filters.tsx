import { useEffect, useState } from 'react'
import { Search } from 'lucide-react'

import { Select, TextInput } from '../ui'
import type { Filter, ModeChoice, StateChoice } from './filter'
import styles from './workflows.module.css'

/** After the last letter the server is asked, in milliseconds. */
const PAUSE = 200

/** What is typed; told once the typing pauses. */
function useSearch(search: string, onChange: (search: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(search)
  const [told, setTold] = useState(search)
  if (told !== search) {
    // somebody else changed it: a link, or going back
    setTold(search)
    setText(search)
  }
  useEffect(() => {
    if (text === told) {
      return
    }
    const timer = setTimeout(() => {
      setTold(text)
      onChange(text)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text, told, onChange])
  return [text, setText]
}

export function Filters({ filter, onChange }: { filter: Filter; onChange: (change: Partial<Filter>) => void }) {
  const [text, setText] = useSearch(filter.search, (search) => onChange({ search }))
  return (
    <form className={styles.filters} role="search" onSubmit={(event) => event.preventDefault()}>
      <label className={styles.search}>
        <Search size={16} aria-hidden />
        <span className="unseen">Search workflows</span>
        <TextInput id="workflow-search" type="search" placeholder="Search name or description" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <label>
        <span className="unseen">State</span>
        <Select value={filter.state} onChange={(event) => onChange({ state: event.target.value as StateChoice })}>
          <option value="any">Any state</option>
          <option value="enabled">Enabled</option>
          <option value="disabled">Disabled</option>
          <option value="running">Running now</option>
          <option value="failed">Last run failed</option>
          <option value="succeeded">Last run succeeded</option>
          <option value="none">Never run</option>
        </Select>
      </label>
      <label>
        <span className="unseen">Mode</span>
        <Select value={filter.mode} onChange={(event) => onChange({ mode: event.target.value as ModeChoice })}>
          <option value="any">Any mode</option>
          <option value="foreground">Foreground</option>
          <option value="background">Background</option>
        </Select>
      </label>
    </form>
  )
}
