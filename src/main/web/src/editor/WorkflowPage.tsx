export default function WorkflowPage({ id, tab }: { id: string; tab: string }) {
  return (
    <h1>
      {id} {tab}
    </h1>
  )
}
