/** A member of `ti`, as the worker's `TaskInstance` has it. */
export interface TiMember {
  name: string
  /** How it is called; absent: it is a value. */
  call?: string
  type: string
  about: string
}

export const TI_MEMBERS: TiMember[] = [
  { name: 'push', call: 'push("${key}", ${value})', type: '(key, value)', about: 'Shares a snapshot of any picklable value with the tasks after this one.' },
  { name: 'pull', call: 'pull("${key}")', type: '(key)', about: "The value as this task's own copy, which it may change." },
  { name: 'response_data', call: 'response_data("${item}", ${rows})', type: '(item, rows)', about: 'Appends a list of objects, or a DataFrame, to a response item; checked against its schema at once.' },
  { name: 'response_meta', call: 'response_meta("${item}", ${mapping})', type: '(item, mapping)', about: "Merges into the item's metadata." },
  { name: 'skip_following', call: 'skip_following(${})', type: '(*tasks, reason="")', about: 'Leaves out the tasks after this one, or only those named.' },
  { name: 'url_params', type: 'dict', about: 'Arguments of the address, checked; one that was not sent has its default, else None.' },
  { name: 'req_body', type: 'dict', about: 'The JSON body, checked; what was not sent has its default, else None.' },
  { name: 'req_form', type: 'dict', about: 'Fields of the form, checked; an uploaded file has filename, content_type, size, path, read(), open(), save().' },
  { name: 'secrets', type: 'mapping', about: 'The secrets that the workflow declares.' },
  { name: 'headers', type: 'mapping', about: 'Headers of the request.' },
  { name: 'run_id', type: 'str', about: 'The id of the run.' },
  { name: 'workflow_id', type: 'str', about: 'The id of the workflow.' },
  { name: 'version', type: 'int', about: 'The version of the workflow.' },
  { name: 'task_name', type: 'str', about: 'The name of this task.' },
  { name: 'attempt', type: 'int', about: 'Counts from 1; more than 1 when the task is tried again.' },
  { name: 'user', type: 'str | None', about: 'For whom it runs.' },
  { name: 'method', type: 'str', about: 'The method of the request.' },
]
