import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../engine/clock.ts'
import { experimentLabel, projectLabel } from '../engine/docker/labels.ts'
import { openDocker } from '../engine/docker/platform.ts'
import { Interrupted } from '../engine/errors.ts'
import type { RunningStack } from '../engine/platform.ts'
import { createRandom } from '../engine/random.ts'
import { type APlatform, anExperiment, aPlatform } from './docker/a-platform.ts'
import { type Canaries, canaries } from './docker/canaries.ts'
import { whatIsLeftOf, whatStaysOf } from './docker/what-is-left.ts'
import { eventually } from './eventually.ts'

const docker = new Docker()
const holderProgram = fileURLToPath(new URL('docker/a-holder.ts', import.meta.url))
/** Only what never goes takes as long; how soon it goes is measured by bench/abandoned-runs.ts. */
const limitMs = 300_000

let foreign: Canaries
let foreignBefore: unknown
let livePlatform: APlatform
let liveStack: RunningStack

// Another experiment that lives all the while: nobody may sweep it.
beforeAll(async () => {
  foreign = await canaries()
  foreignBefore = await foreign.look()
  livePlatform = await aPlatform()
  liveStack = await livePlatform.start('stateful-sticky', { servers: 1 })
})
afterAll(async () => {
  await liveStack?.[Symbol.asyncDispose]()
  await livePlatform?.[Symbol.asyncDispose]()
  await foreign?.[Symbol.asyncDispose]()
})

async function seen(look: () => Promise<unknown>): Promise<void> {
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 5))
}

const withLabel = (experiment: string, ...more: string[]) => ({
  filters: { label: [`${experimentLabel}=${experiment}`, ...more] },
})
const containers = (experiment: string, ...more: string[]) =>
  docker.listContainers({ all: true, ...withLabel(experiment, ...more) })

type Moment = [name: string, comes: (experiment: string, holder: ChildProcess) => Promise<unknown>]

const moments: Moment[] = [
  ['its reaper is created', (experiment) => seen(async () => (await containers(experiment)).length > 0)],
  [
    'its reaper runs',
    (experiment) => seen(async () => (await containers(experiment)).some(({ State }) => State === 'running')),
  ],
  [
    'compose has made its network',
    (experiment) => seen(async () => (await docker.listNetworks(withLabel(experiment))).length > 0),
  ],
  [
    'compose creates its containers',
    (experiment) => seen(async () => (await containers(experiment, projectLabel)).length > 0),
  ],
  [
    'compose starts its containers',
    (experiment) =>
      seen(async () => (await containers(experiment, projectLabel)).some(({ State }) => State === 'running')),
  ],
  [
    'a server is added that compose does not know',
    (experiment) => seen(async () => (await containers(experiment, 'outlast.service=web-4')).length > 0),
  ],
  ['its stack is up', (_experiment, holder) => once(holder.stdout ?? holder, 'data')],
  [
    'a server of its stack is frozen',
    async (experiment, holder) => {
      await once(holder.stdout ?? holder, 'data')
      const [server] = await containers(experiment, 'com.docker.compose.service=web-1')
      await docker.getContainer(server?.Id ?? '').pause()
    },
  ],
]

const killed: string[] = []

test.each(moments)('nothing stays of an experiment that is killed when %s', (_name, comes) =>
  nothingStays(comes),
)

// From before its reaper exists until its stack is up and a while longer; by a seed, so that a failure can be had again.
const random = createRandom(7)
const instants = Array.from({ length: 10 }, () => random.below(7_000))

test.concurrent.each(instants)(
  'nothing stays of an experiment that is killed %i ms after its start',
  (afterMs) => nothingStays(() => new Promise((resolve) => setTimeout(resolve, afterMs))),
)

async function nothingStays(comes: Moment[1]): Promise<void> {
  const experiment = anExperiment()
  const holder = spawn(process.execPath, [holderProgram, experiment], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(holder, 'exit')
  await Promise.race([
    comes(experiment, holder),
    exited.then(() => Promise.reject(new Error('the holder ended by itself'))),
  ])
  holder.kill('SIGKILL')
  expect(await exited).toEqual([null, 'SIGKILL'])
  killed.push(experiment)
  // The reaper itself looks a while longer whether anything more comes.
  const isOfStack = (object: string) => object !== `container /outlast-reaper-${experiment}`
  expect(await whatStaysOf(experiment, limitMs, isOfStack)).toEqual([])
}

test('in the end the reapers are gone as well', async () => {
  for (const experiment of killed) expect(await whatStaysOf(experiment, limitMs)).toEqual([])
})

test('nothing is started when the reaper was not, because it was interrupted', async () => {
  const experiment = anExperiment()
  const interrupt = new AbortController()
  const reason = new Interrupted('enough')
  const opened = openDocker({ experiment, clock: systemClock, signal: interrupt.signal })
  const refused = expect(opened).rejects.toBe(reason)
  await seen(async () => (await containers(experiment)).length > 0)
  interrupt.abort(reason)
  await refused
  expect(await whatStaysOf(experiment, limitMs)).toEqual([])
})

test('nothing is started when somebody has removed the reaper', async () => {
  await using platform = await aPlatform()
  await docker.getContainer(`outlast-reaper-${platform.experiment}`).remove({ force: true })
  const starting = async () => {
    await using _stack = await platform.start('stateful-sticky')
  }
  // Its end is noticed a moment later: what was started by then is removed, and it is tried again.
  await eventually(() => expect(starting()).rejects.toThrow('The reaper has ended'))
  expect(await whatIsLeftOf(platform.experiment)).toEqual([])
})

test('what lives, and what is of somebody else, was not touched', async () => {
  const { signal } = new AbortController()
  await liveStack.untilHealthy(limitMs, signal)
  expect(await whatIsLeftOf(livePlatform.experiment)).toHaveLength(liveStack.services.length + 2)
  expect(await foreign.look()).toEqual(foreignBefore)
})
