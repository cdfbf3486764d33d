import type { Draft } from '../draft'

export default function SettingsTab({ draft }: { draft: Draft }) {
  return <p>{draft.id}</p>
}
