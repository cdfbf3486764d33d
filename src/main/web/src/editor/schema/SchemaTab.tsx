import type { Draft } from '../draft'

export default function SchemaTab({ draft }: { draft: Draft }) {
  return <p>{draft.id}</p>
}
