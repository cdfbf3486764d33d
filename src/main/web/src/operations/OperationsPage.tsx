export default function OperationsPage({ section }: { section: string }) {
  return <h1>{section}</h1>
}
