import { expect, test } from 'vitest'

import { parsePrometheus } from './prometheus'

const TEXT = `# HELP bew_calls_total answers to calls
# TYPE bew_calls_total counter
bew_calls_total{mode="foreground",status="2xx",workflow="hello"} 12.0
bew_calls_total{mode="foreground",status="4xx",workflow="hello"} 1.0

# HELP bew_task_wait_seconds how long they waited
# TYPE bew_task_wait_seconds histogram
bew_task_wait_seconds_bucket{mode="background",le="0.001"} 3
bew_task_wait_seconds_bucket{mode="background",le="+Inf"} 4
bew_task_wait_seconds_sum{mode="background"} 0.25
bew_task_wait_seconds_count{mode="background"} 4
`

test('keeps names, types, help and labels', () => {
  const calls = parsePrometheus(TEXT).get('bew_calls_total')

  expect(calls).toMatchObject({ type: 'counter', help: 'answers to calls' })
  expect(calls?.samples[0]).toEqual({ name: 'bew_calls_total', labels: { mode: 'foreground', status: '2xx', workflow: 'hello' }, value: 12 })
})

test('puts the parts of a histogram into its family', () => {
  const wait = parsePrometheus(TEXT).get('bew_task_wait_seconds')

  expect(wait?.samples.map((sample) => sample.name)).toEqual(['bew_task_wait_seconds_bucket', 'bew_task_wait_seconds_bucket', 'bew_task_wait_seconds_sum', 'bew_task_wait_seconds_count'])
  expect(wait?.samples[1]?.labels['le']).toBe('+Inf')
})

test('reads numbers that are none, and those without end', () => {
  const families = parsePrometheus('a NaN\nb +Inf\nc -Inf\nd 1.5e-3\ne 3 1767225600000\n')

  expect([...families.values()].map((family) => family.samples[0]?.value)).toEqual([NaN, Infinity, -Infinity, 0.0015, 3])
})

test('takes escapes, braces and commas in a label as they are meant', () => {
  const [sample] = parsePrometheus('odd{a="say \\"hi\\"\\n",b="C:\\\\x",c="{1,2}=}"} 7').get('odd')?.samples ?? []

  expect(sample).toEqual({ name: 'odd', labels: { a: 'say "hi"\n', b: 'C:\\x', c: '{1,2}=}' }, value: 7 })
})

test('goes on after a line that it does not understand', () => {
  const families = parsePrometheus('!!\nbroken{a="1} 2\nword text\n# a remark\ngood 1\r\n')

  expect([...families.keys()]).toEqual(['good'])
})
