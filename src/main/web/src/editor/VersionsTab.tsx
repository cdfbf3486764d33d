import type { Draft } from './draft'

export default function VersionsTab({ draft }: { draft: Draft }) {
  return <p>{draft.id}</p>
}
