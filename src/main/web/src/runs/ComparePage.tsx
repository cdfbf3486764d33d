export default function ComparePage({ left, right }: { left: string; right: string }) {
  return (
    <h1>
      {left} {right}
    </h1>
  )
}
