// What is left of runs that are killed by SIGKILL at random moments: see bench/README.md.

import { randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { Command } from 'commander'
import { createRandom } from '../engine/random.ts'
import { anOutlast } from '../tests/cli/an-outlast.ts'
import { canaries } from '../tests/docker/canaries.ts'
import { whatStaysOf } from '../tests/docker/what-is-left.ts'

/** Long enough for a run to come to its last fault. */
const latestMs = 30_000
/** A stack that was being created when its run died is gone after this long at most. */
const goneWithinMs = 60_000
const scenario = fileURLToPath(new URL('breaks-all-the-time.ts', import.meta.url))
const trial = 'b1-stateless-redis-breaks-all-the-time'

const options = new Command('bench:abandoned')
  .description(
    'Kills runs by SIGKILL at random moments, and looks what stays of them, and of what is not theirs.',
  )
  .option('--runs <n>', 'how many', Number, 50)
  .option('--seed <n>', 'decides the moments; drawn unless given', Number, randomInt(2 ** 31))
  .parse()
  .opts<{ runs: number; seed: number }>()

const random = createRandom(options.seed)
const folder = mkdtempSync(join(tmpdir(), 'outlast-abandoned-'))
await using foreign = await canaries()
const before = await foreign.look()
let failed = 0
for (let run = 1; run <= options.runs; run++) {
  const out = join(folder, `run-${run}`)
  const outlast = anOutlast(['run', 'stateless-redis', '--scenario', scenario, '--out', out, '--quiet'])
  const afterMs = random.below(latestMs)
  await Promise.race([sleep(afterMs), outlast.ended])
  outlast.child.kill('SIGKILL')
  await outlast.ended
  const killedAtMs = performance.now()
  const { experiment, was } = journalIn(out)
  const left = await whatStaysOf(experiment ?? `run-${run}-`, goneWithinMs)
  const tookS = ((performance.now() - killedAtMs) / 1_000).toFixed(1)
  const canariesStay = isDeepStrictEqual(await foreign.look(), before)
  if (left.length > 0 || !canariesStay) failed++
  const words = left.length === 0 ? `nothing left after ${tookS} s` : `LEFT: ${left.join(', ')}`
  console.log(
    `${run}. killed at ${(afterMs / 1_000).toFixed(1)} s, ${was}: ${words}${canariesStay ? '' : '; A CANARY WAS TOUCHED'}`,
  )
}
rmSync(folder, { recursive: true })
console.log(
  `\n${options.runs} runs, seed ${options.seed}: ${failed === 0 ? 'nothing was left of any, and what is not theirs is as it was' : `${failed} left something, or touched what is not theirs`}`,
)
process.exitCode = failed === 0 ? 0 : 1

/** Whose containers to look for, where a trial had begun, and in the middle of what it was killed. */
function journalIn(out: string): { experiment?: string; was: string } {
  const file = join(out, 'trials', trial, 'journal.ndjson')
  if (!existsSync(file)) return { was: 'before its first trial' }
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  const records = lines.map((line): Record<string, string> => JSON.parse(line))
  const phase = records.findLast(({ type }) => type === 'phase')?.phase
  const open = records
    .filter(({ type, step }) => type === 'fault' && step === 'requested')
    .filter(
      ({ fault, victim }) =>
        !records.some((each) => each.fault === fault && each.victim === victim && each.step === 'undone'),
    )
    .map(({ kind, victim }) => `${kind} ${victim}`)
  const experiment = records[0]?.experiment
  return {
    ...(experiment === undefined ? {} : { experiment }),
    was: [`in ${phase}`, ...open].join(', '),
  }
}
