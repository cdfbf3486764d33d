export default function DashboardPage({ id }: { id: string }) {
  return <h1>{id}</h1>
}
