import { TextInput } from '../ui'

interface Props {
  input: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }
  name: string
  /** RFC 3339. */
  value: string
  isRequired: boolean
  onChange: (value: string) => void
}

/** A point in time, entered in the reader's time zone. What came as some other text stays text. */
export function DateTimeInput({ input, name, value, isRequired, onChange }: Props) {
  const shared = { ...input, name, 'aria-required': isRequired }
  if (value !== '' && Number.isNaN(Date.parse(value))) {
    return <TextInput {...shared} value={value} onChange={(event) => onChange(event.target.value)} />
  }
  return <TextInput {...shared} type="datetime-local" step={1} value={localText(value)} onChange={(event) => onChange(offsetText(event.target.value))} />
}

/** `2026-01-31T12:00:00` in the time zone of the reader, as the browser's input wants it. */
export function localText(value: string): string {
  if (value === '') {
    return ''
  }
  const at = new Date(value)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

/** The same with the offset that is in force there at that time. */
export function offsetText(local: string): string {
  const at = new Date(local)
  if (local === '' || Number.isNaN(at.getTime())) {
    return ''
  }
  const minutes = -at.getTimezoneOffset()
  const two = (number: number) => String(Math.floor(Math.abs(number))).padStart(2, '0')
  const offset = minutes === 0 ? 'Z' : `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
  return `${local.length === 'YYYY-MM-DDThh:mm'.length ? `${local}:00` : local}${offset}`
}
