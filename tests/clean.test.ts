import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { loadTarget } from '../engine/catalogue/targets.ts'
import { systemClock } from '../engine/clock.ts'
import { experimentLabel, serviceLabel, trialLabel } from '../engine/docker/labels.ts'
import { openDocker } from '../engine/docker/platform.ts'
import type { Platform, RunningStack } from '../engine/platform.ts'
import { aContainer, aFreePort } from './a-container.ts'
import { anOutlast } from './cli/an-outlast.ts'
import { canaries, howItIs } from './docker/canaries.ts'
import { whatIsLeftOf } from './docker/what-is-left.ts'
import { eventually } from './eventually.ts'

const docker = new Docker()
const { signal } = new AbortController()
const aName = (what: string) => `${what}-${randomBytes(4).toString('hex')}`

/** Everything that nobody may touch, and how it was before anybody cleaned. */
const spared = new AsyncDisposableStack()
const alive = aName('alive')
let look: () => Promise<unknown>
let before: unknown

beforeAll(async () => {
  const foreign = spared.use(await canaries())
  const ofTest = spared.use(await aContainer('outlast/web', 8080, ['sleep', 'infinity']))
  await startRun(alive, { target: 'stateful-sticky', servers: 1 }, spared)
  const port = String(await aFreePort())
  spared.defer(async () => void (await anOutlast(['down']).ended))
  expect(await anOutlast(['up', 'stateful-sticky', '--servers', '1', '--port', port]).ended).toBe(0)
  look = async () => ({
    foreign: await foreign.look(),
    ofTest: await howItIs(ofTest.container),
    alive: await allOf(alive),
    up: await allOf('up'),
  })
  before = await look()
})
afterAll(() => spared.disposeAsync())

/** A run as `outlast run` has it on the daemon: its reaper, and a stack. */
async function startRun(
  experiment: string,
  { target, servers }: { target: string; servers: number },
  until: AsyncDisposableStack,
): Promise<RunningStack> {
  const platform: Platform = until.use(await openDocker({ experiment, clock: systemClock, signal }))
  return until.use(
    await platform.startStack({ trial: 'b1', target: await loadTarget(target), servers, signal }),
  )
}

/** How everything of an experiment is, by name. */
async function allOf(experiment: string): Promise<Record<string, unknown>> {
  const filters = { label: [`${experimentLabel}=${experiment}`] }
  const containers = await docker.listContainers({ all: true, filters })
  const networks = await docker.listNetworks({ filters })
  return Object.fromEntries([
    ...(await Promise.all(
      containers.map(async ({ Id, Names }) => [Names.join(), await howItIs(docker.getContainer(Id))]),
    )),
    ...(await Promise.all(
      networks.map(async ({ Id, Name }) => [Name, await docker.getNetwork(Id).inspect()]),
    )),
  ])
}

/** Types `outlast clean`, and gives what it said of an experiment, as of everything. */
async function clean(experiment: string) {
  const outlast = anOutlast(['clean'])
  const exitCode = await outlast.ended
  const printed = outlast.stdout().split('\n')
  return {
    exitCode,
    removed: printed.filter((line) => line.includes(experiment)).sort(),
    said: outlast.stderr(),
  }
}

/** A stack with everything that a fault does to one, and what compose leaves when it is killed itself. */
async function breakAll({ cluster, project, services }: RunningStack, experiment: string): Promise<void> {
  await cluster.freeze('web-1', signal)
  await cluster.disconnect('web-2', signal)
  await cluster.links.cut({ from: 'web-3', to: 'postgres' }, signal)
  await cluster.limit('web-4', { cpus: 0.05 }, signal)
  await cluster.kill('web-5', signal)
  const { NetworkSettings } = await docker.getContainer(services[0]?.container ?? '').inspect()
  const [NetworkMode = ''] = Object.keys(NetworkSettings.Networks)
  const create = (name: string, HostConfig: Docker.HostConfig) =>
    docker.createContainer({
      name: `${project}-${name}`,
      Image: 'outlast/web',
      Cmd: ['false'],
      Labels: { [experimentLabel]: experiment, [trialLabel]: 'b1', [serviceLabel]: name },
      HostConfig: { NetworkMode, ...HostConfig },
    })
  await create('never-started', {})
  const looping = await create('looping', { RestartPolicy: { Name: 'always' } })
  await looping.start()
  await eventually(async () => expect(await looping.inspect()).toMatchObject({ State: { Restarting: true } }))
}

test('clean removes whatever a dead run left, however broken, and touches nothing else', async () => {
  const dead = aName('dead')
  await using started = new AsyncDisposableStack()
  const stack = await startRun(dead, { target: 'stateless-postgres', servers: 5 }, started)
  await breakAll(stack, dead)
  await docker.getContainer(`outlast-reaper-${dead}`).remove({ force: true })

  const remains = (await whatIsLeftOf(dead)).map((object) => object.replace('/', '')).sort()
  expect(remains).toEqual(
    [
      ...['web-1', 'web-2', 'web-3', 'web-4', 'web-5', 'haproxy', 'postgres', 'looping', 'never-started'].map(
        (name) => `container ${stack.project}-${name}`,
      ),
      `network ${stack.project}_stack`,
      `volume ${stack.project}_postgres`,
    ].sort(),
  )

  const first = await clean(dead)
  expect(first).toMatchObject({ exitCode: 0, removed: remains })
  expect(await whatIsLeftOf(dead)).toEqual([])
  expect(await look()).toEqual(before)
  expect(first.said).toContain(`Spared ${alive}: it runs, and is removed when it ends.\n`)
  expect(first.said).toContain('Spared up: "outlast up" started it, "outlast down" removes it.\n')
})

test('clean says so when no dead run has left anything', async () => {
  const { exitCode, said } = await clean('')
  expect(exitCode).toBe(0)
  expect(said).toMatch(/^No dead run has left anything\.\n/)
  expect(await look()).toEqual(before)
})

test('clean leaves the network of a dead run that somebody else is on, and says what to do', async () => {
  const dead = aName('dead')
  const network = await docker.createNetwork({ Name: `outlast-${dead}`, Labels: { [experimentLabel]: dead } })
  await docker.createVolume({ Name: `outlast-${dead}`, Labels: { [experimentLabel]: dead } })
  const guest = await docker.createContainer({
    name: aName('foreign'),
    Image: 'outlast/web',
    Cmd: ['sleep', 'infinity'],
    HostConfig: { NetworkMode: network.id },
  })
  onTestFinished(() => guest.remove({ force: true }))
  await guest.start()
  const guestBefore = await howItIs(guest)

  const { exitCode, removed, said } = await clean(dead)
  expect(exitCode).toBe(2)
  expect(removed).toEqual([`volume outlast-${dead}`])
  expect(said).toMatch(
    new RegExp(`^outlast: Docker would not remove network outlast-${dead} \\(.*endpoints`, 'm'),
  )
  expect(said).toContain('Disconnect it')
  expect(await howItIs(guest)).toEqual(guestBefore)

  await network.disconnect({ Container: guest.id })
  expect(await clean(dead)).toMatchObject({ exitCode: 0, removed: [`network outlast-${dead}`] })
})
