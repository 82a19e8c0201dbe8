import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadTarget } from '../engine/catalogue/targets.ts'
import { systemClock } from '../engine/clock.ts'
import { removeStack } from '../engine/docker/removal.ts'
import { listServices } from '../engine/docker/services.ts'
import { type Stack, startStack } from '../engine/docker/stack.ts'
import { startTraffic } from '../engine/docker/traffic.ts'
import type { TrafficRecord } from '../engine/journal/traffic-records.ts'
import type { Traffic } from '../engine/platform.ts'
import { aGeneratorThat, aPlan } from './docker/a-generator.ts'
import { anExperiment } from './docker/a-platform.ts'

const { signal } = new AbortController()
const docker = new Docker()
const experiment = anExperiment()
const id = { experiment, trial: 'b1', project: `outlast-${experiment}` }
let stack: Stack

beforeAll(async () => {
  const target = await loadTarget('stateful-sticky')
  stack = await startStack({
    docker,
    clock: systemClock,
    signal,
    id,
    target,
    servers: 1,
  })
})
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]()
  await removeStack(docker, id)
})

async function trafficOf(program: string): Promise<Traffic> {
  const project = { ...stack.project, override: aGeneratorThat(program) }
  return startTraffic(docker, { ...stack, project }, { plan: aPlan, signal })
}

async function all(traffic: Traffic): Promise<TrafficRecord[]> {
  const records: TrafficRecord[] = []
  for await (const record of traffic.records) records.push(record)
  return records
}

const start = `say({ type: 'start', version: 1, unixMs: 0, k6: 'v' });`

test('hands over every record in order, also the first and the last one, and lines of any length', async () => {
  const long = 'x'.repeat(200_000)
  await using traffic = await trafficOf(`
    ${start}
    for (let atMs = 0; atMs < 2000; atMs++) say({ type: 'event', event: 'login', session: 's' + atMs, atMs });
    say({ type: 'event', event: 'login', session: 'x'.repeat(${long.length}), atMs: 0 });
    say({ type: 'drained', atMs: 9 });
    process.stdout.write('', () => process.exit(0));`)
  const records = await all(traffic)
  expect(records).toHaveLength(2_003)
  expect(records[0]).toMatchObject({ type: 'start' })
  expect(records.slice(1, 2_001).map((record) => 'atMs' in record && record.atMs)).toEqual([
    ...Array(2_000).keys(),
  ])
  expect(records[2_001]).toMatchObject({ session: long })
  expect(records[2_002]).toEqual({ type: 'drained', atMs: 9 })
})

test('tells the generator to take a census as found, that nothing comes back, and to proceed', async () => {
  await using traffic = await trafficOf(`
    process.on('SIGUSR2', () => say({ type: 'census', census: 'asFound', step: 'begin', atMs: 1, sessions: 0, read: 0 }));
    process.on('SIGALRM', () => say({ type: 'event', event: 'login', session: 's', atMs: 2 }));
    process.on('SIGUSR1', () => { say({ type: 'drained', atMs: 3 }); process.exit(0) });
    ${start}`)
  const seen: string[] = []
  for await (const record of traffic.records) {
    seen.push(record.type)
    if (record.type === 'start') await traffic.censusAsFound()
    if (record.type === 'census') await traffic.tellGoneForGood()
    if (record.type === 'event') await traffic.proceed()
  }
  expect(seen).toEqual(['start', 'census', 'event', 'drained'])
  // It has left already: there is nobody to tell.
  await traffic.proceed()
})

const remedy = expect.stringContaining('npm run set-up')

test.each([
  ['what is no JSON', `process.stdout.write('hello\\n')`, 'The traffic wrote what is no record: "hello".'],
  [
    'what is no record',
    `say({ type: 'guess' })`,
    'The traffic wrote what is no record: "{\\"type\\":\\"guess\\"}".',
  ],
])('refuses %s', async (_what, program, message) => {
  await using traffic = await trafficOf(`${start} ${program}`)
  await expect(all(traffic)).rejects.toMatchObject({ name: 'TrafficError', message, hint: remedy })
})

test('says how a generator failed, with its last words', async () => {
  await using traffic = await trafficOf(`
    console.error(JSON.stringify({ level: 'error', msg: 'plan: users is 0', time: 1 }));
    process.exit(107)`)
  await expect(all(traffic)).rejects.toMatchObject({
    name: 'TrafficError',
    message: 'The traffic ended with exit code 107. Its last words: "plan: users is 0".',
    hint: remedy,
  })
})

test.each([
  ['leaves when told to', ''],
  ['will not leave', `process.removeAllListeners('SIGTERM').on('SIGTERM', () => {});`],
])(
  'a generator that %s is gone once its traffic is disposed of, without an error',
  async (_what, program) => {
    const traffic = await trafficOf(`${program} ${start}`)
    const seen: string[] = []
    for await (const record of traffic.records) {
      seen.push(record.type)
      await traffic[Symbol.asyncDispose]()
    }
    expect(seen).toEqual(['start'])
    const [generator] = (await listServices(docker, id)).filter(({ name }) => name === 'traffic')
    const { State: state } = await docker.getContainer(generator?.container ?? '').inspect()
    expect(state.Running).toBe(false)
  },
)
