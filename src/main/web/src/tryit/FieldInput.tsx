import type { Field } from '../api/client'
import { Select, TextArea, TextInput } from '../ui'
import { DateTimeInput } from './DateTimeInput'
import { FilesInput } from './FilesInput'
import { enteredText, type EnteredValue } from './values'

interface InputProps {
  id: string
  'aria-describedby': string
  'aria-invalid': boolean
}

/** What a value of the field's type is entered with. */
export function FieldInput({ field, value, input, onChange }: { field: Field; value: EnteredValue; input: InputProps; onChange: (value: EnteredValue) => void }) {
  if (field.type === 'file') {
    return <FilesInput input={input} files={typeof value === 'string' ? [] : value} isRequired={field.required ?? false} onChange={onChange} />
  }
  const text = typeof value === 'string' ? value : ''
  const shared = { ...input, name: field.name, value: text, 'aria-required': field.required ?? false }
  const change = (event: { target: { value: string } }) => onChange(event.target.value)
  switch (field.type) {
    case 'boolean':
      return <Choice {...shared} field={field} options={['true', 'false']} onChange={change} />
    case 'enum':
      return <Choice {...shared} field={field} options={(field.options ?? []).map(String)} onChange={change} />
    case 'object':
    case 'array':
      return <TextArea {...shared} rows={3} spellCheck={false} placeholder={placeholder(field)} onChange={change} />
    case 'datetime':
      return <DateTimeInput input={input} name={field.name} value={text} isRequired={field.required ?? false} onChange={onChange} />
    case 'date':
      return <TextInput {...shared} type="date" onChange={change} />
    case 'integer':
    case 'number':
      return <TextInput {...shared} inputMode={field.type === 'integer' ? 'numeric' : 'decimal'} autoComplete="off" placeholder={placeholder(field)} onChange={change} />
    default:
      return <TextInput {...shared} autoComplete="off" placeholder={placeholder(field)} onChange={change} />
  }
}

function Choice({ field, options, ...rest }: React.ComponentProps<'select'> & { field: Field; options: string[] }) {
  return (
    <Select {...rest}>
      <option value="">{unsent(field)}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </Select>
  )
}

function unsent(field: Field): string {
  if (field.required) {
    return 'Choose…'
  }
  const text = enteredText(field, field.default)
  return text === '' ? 'Not sent' : `Default: ${text}`
}

const EXAMPLES: Partial<Record<Field['type'], string>> = { array: '[1, 2, 3]', object: '{"key": "value"}' }

/** The value that is used when none is entered; without one, what it could look like. */
function placeholder(field: Field): string {
  return enteredText(field, field.default) || (EXAMPLES[field.type] ?? '')
}
