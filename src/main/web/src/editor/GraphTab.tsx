import type { Draft } from './draft'

export default function GraphTab({ draft }: { draft: Draft }) {
  return <p>{draft.id}</p>
}
