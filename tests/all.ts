// Everything that `npm test` runs, one part after the other, all of them even when one fails. The output ends with what
// failed, the parts, and their sum: who has only its end knows what to look for.

import { check } from './parts/check.ts'
import { go } from './parts/go.ts'
import { describe, outline, type Part, sum } from './parts/part.ts'
import { vitest } from './parts/vitest.ts'

const parts: Part[] = [
  check('type check', 'tsc', []),
  check('lint', 'biome', ['ci', '.']),
  vitest('unit tests', 'unit'),
  go('Go tests', 'traffic'),
  vitest('Docker tests', 'docker'),
  vitest('stacks, stores', 'docker-together'),
]

const results = []
for (const { name, run } of parts) {
  console.log(`\n── ${name}`)
  const startedMs = performance.now()
  const outcome = await run()
  results.push({ name, outcome, seconds: (performance.now() - startedMs) / 1000 })
}

const total = sum(results.map(({ outcome }) => outcome))
if (total.failures.length > 0) console.log('\n── What failed')
for (const failure of total.failures) console.log(`\n${outline(failure)}`)
console.log()
for (const { name, outcome, seconds } of results) {
  console.log(
    `${outcome.failures.length === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s   ${describe(outcome)}`,
  )
}
console.log(describe(total))
process.exitCode = total.failures.length === 0 ? 0 : 1
