// How long after its planned moment a fault happens, by the engine and by the docker command line: see bench/README.md.

import { randomInt } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { systemClock } from '../engine/clock.ts'
import { connectToDocker } from '../engine/docker/daemon.ts'
import { Interrupted, OutlastError } from '../engine/errors.ts'
import { type Delay, summarize, tableOf } from './delays.ts'
import { type BenchFault, planWaves } from './fault-plan.ts'
import { type Sleepers, startSleepers } from './sleepers.ts'
import { type Strike, strikeBothWays } from './strike-both-ways.ts'

const sleepersAtMost = 20

const program = new Command('bench:faults')
  .description(
    'Measures the time between the planned moment of a fault and the event that the Docker daemon reports of it: by the engine’s own path, which calls the API, and by the docker command line.',
  )
  .option('--faults <n>', 'in each of the two ways; half kills, half freezes', evenNumber, 200)
  .option('--seed <n>', 'decides order, victims and pauses; drawn unless given', wholeNumber)
  .option('--json', 'prints every delay and the machine too, as JSON')
  .parse()
const {
  faults,
  seed = randomInt(2 ** 31),
  json,
} = program.opts<{
  faults: number
  seed?: number
  json?: true
}>()

const interruption = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  // More than once: npm passes on what the terminal has sent already.
  process.on(name, () => interruption.abort(new Interrupted('Interrupted; its containers are removed.')))
}

try {
  const loadBefore = loadavg()[0]
  const delays = await measure(interruption.signal)
  const machine = { cpus: availableParallelism(), loadBefore, loadAfter: loadavg()[0] }
  const summary = summarize(delays)
  console.log(
    json
      ? JSON.stringify({ seed, machine, ...summary, delays }, undefined, 2)
      : `${tableOf(summary)}\n\nseed ${seed}; ${machine.cpus} CPUs, load ${loadBefore?.toFixed(1)} before, ${machine.loadAfter?.toFixed(1)} after`,
  )
} catch (thrown) {
  // What was cut short by the interruption says so each in its own words.
  const error = interruption.signal.aborted ? interruption.signal.reason : thrown
  if (!(error instanceof OutlastError)) throw error
  console.error([error.message, error.hint].filter(Boolean).join('\n'))
  process.exitCode = error.exitCode
}

async function measure(signal: AbortSignal): Promise<Delay[]> {
  const docker = await connectToDocker()
  console.error('Starting the containers that will be struck.')
  await using sleepers = await startSleepers(docker, Math.min(sleepersAtMost, 2 * faults), signal)
  const strikes = await strikeBothWays(sleepers.cluster, signal)
  const delays: Delay[] = []
  for (const wave of planWaves(faults, sleepers.names, seed)) {
    for (const fault of wave) delays.push(await delayOf(fault, strikes[fault.way], signal))
    await restartKilled(wave, sleepers, signal)
    console.error(`${delays.length} of ${2 * faults} faults`)
  }
  return delays
}

async function delayOf(fault: BenchFault, strike: Strike, signal: AbortSignal): Promise<Delay> {
  const plannedUnixMs = systemClock.now() + fault.leadMs
  await systemClock.sleep(plannedUnixMs - systemClock.now(), signal)
  const happenedUnixMs = await strike(fault, plannedUnixMs)
  return { kind: fault.kind, way: fault.way, ms: happenedUnixMs - plannedUnixMs }
}

async function restartKilled(wave: readonly BenchFault[], { cluster }: Sleepers, signal: AbortSignal) {
  const killed = wave.filter(({ kind }) => kind === 'kill')
  await Promise.all(killed.map(({ victim }) => cluster.restart(victim, 0, signal)))
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('give a whole number.')
}

function evenNumber(text: string): number {
  const number = wholeNumber(text)
  if (number > 0 && number % 2 === 0) return number
  throw new InvalidArgumentError('give an even number above 0: half of them are kills.')
}
