import { useState, type ComponentProps } from 'react'

import { TextInput } from '../../ui'

interface Props<T> extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: T
  write: (value: T) => string
  read: (text: string) => T
  onChange: (value: T) => void
}

/** A value that is edited as text: what was typed stays as it was typed, as long as it means the value. */
export function TypedText<T>({ value, write, read, onChange, ...rest }: Props<T>) {
  const [typed, setTyped] = useState<{ text: string; meaning: string } | null>(null)
  const text = typed?.meaning === JSON.stringify(value) ? typed.text : write(value)
  const change = (changed: string) => {
    const meant = read(changed)
    setTyped({ text: changed, meaning: JSON.stringify(meant) })
    onChange(meant)
  }
  return <TextInput {...rest} value={text} onChange={(event) => change(event.target.value)} />
}
