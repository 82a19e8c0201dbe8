// Everything that `npm test` runs, one part after the other, all of them even when one fails. The last line of the
// output is the sum.

import { check } from './parts/check.ts'
import { go } from './parts/go.ts'
import { describe, type Part, sum } from './parts/part.ts'
import { vitest } from './parts/vitest.ts'

const parts: Part[] = [
  check('type check', 'tsc', []),
  check('lint', 'biome', ['ci', '.']),
  vitest('unit tests', 'unit'),
  go('Go tests', 'traffic'),
  vitest('Docker tests', 'docker'),
  vitest('stacks, stores', 'docker-together'),
]

const outcomes = []
for (const { name, run } of parts) {
  console.log(`\n── ${name}`)
  const startedMs = performance.now()
  const counts = await run()
  outcomes.push({ name, counts, seconds: (performance.now() - startedMs) / 1000 })
}

const total = sum(outcomes.map(({ counts }) => counts))
console.log()
for (const { name, counts, seconds } of outcomes) {
  console.log(
    `${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s   ${describe(counts)}`,
  )
}
console.log(describe(total))
process.exitCode = total.failed === 0 ? 0 : 1
