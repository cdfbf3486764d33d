import type { Draft } from '../editor/draft'

export default function TryItTab({ draft }: { draft: Draft }) {
  return <p>{draft.id}</p>
}
