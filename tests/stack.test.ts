import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { loadTarget } from '../engine/catalogue/targets.ts'
import { DockerError, InputError, Interrupted, TargetError } from '../engine/errors.ts'
import type { TargetDescription } from '../engine/journal/descriptions.ts'
import type { RunningStack } from '../engine/platform.ts'
import { down, up } from '../engine/stack.ts'
import { aFreePort } from './a-container.ts'
import { type APlatform, aPlatform } from './docker/a-platform.ts'
import { type Canaries, canaries } from './docker/canaries.ts'
import { whatIsLeftOf } from './docker/what-is-left.ts'
import { eventually } from './eventually.ts'

const docker = new Docker()
const { signal } = new AbortController()
/** Only what never comes takes as long. */
const limitMs = 120_000

let foreign: Canaries
let foreignBefore: unknown
let platform: APlatform

beforeAll(async () => {
  foreign = await canaries()
  foreignBefore = await foreign.look()
  platform = await aPlatform()
})
afterAll(async () => {
  await platform?.[Symbol.asyncDispose]()
  await foreign?.[Symbol.asyncDispose]()
})

/** What the platform's experiment has beside its reaper. */
const stacksOnDaemon = async () =>
  (await whatIsLeftOf(platform.experiment)).filter((object) => !object.includes('outlast-reaper-'))

describe('two experiments at once, with trials of the same name', () => {
  let other: APlatform
  let stacks: RunningStack[]
  beforeAll(async () => {
    other = await aPlatform()
    const of = [platform, other]
    stacks = await Promise.all(of.map((one) => one.start('stateless-redis', { trial: 'b1', servers: 2 })))
  })
  const [first, second] = [() => stacks[0] as RunningStack, () => stacks[1] as RunningStack]

  test('run on subnets of their own', () => {
    expect(first().subnet).not.toBe(second().subnet)
    expect(first().url).not.toBe(second().url)
  })

  test('know how they were started', () => {
    expect(first().services.map(({ name }) => name)).toEqual(['haproxy', 'redis', 'web-1', 'web-2'])
    for (const { imageId } of first().services) expect(imageId).toMatch(/^sha256:/)
    const version = expect.stringMatching(/^\d+\.\d+\.\d+$/)
    expect(first().versions).toEqual({ haproxy: version, redis: version, node: version, fastify: version })
    expect(first().policy).toMatchObject({ 'timeout connect': '300ms', retries: '3' })
  })

  test('say what each service uses', async () => {
    const { services } = await first().usage(signal)
    expect(services.map(({ service }) => service).sort()).toEqual(['haproxy', 'redis', 'web-1', 'web-2'])
    for (const { cpuSeconds, memoryBytes } of services) {
      expect(cpuSeconds).toBeGreaterThan(0)
      expect(memoryBytes).toBeGreaterThan(1_000_000)
    }
  })

  test('do not see what happens in the other one', async () => {
    using here = first().cluster.watch()
    using there = second().cluster.watch()
    await first().cluster.kill('web-1', signal)
    expect(await here.find(({ action }) => action === 'die', limitMs, signal)).toBeDefined()
    // What happens later, and is heard of there, comes after all that would have been heard of the death.
    await second().cluster.limit('web-1', { cpus: 1 }, signal)
    expect(await there.find(({ action }) => action === 'update', limitMs, signal)).toBeDefined()
    expect(await there.find(({ action }) => action === 'die', 0, signal)).toBeUndefined()
    expect(
      second()
        .cluster.services()
        .map(({ name }) => name),
    ).toContain('web-1')
    await second().untilHealthy(limitMs, signal)
  })

  test('a store that is away is a stack that is not healthy, by name', async () => {
    await second().cluster.kill('redis', signal)
    await eventually(async () => {
      const error = await second()
        .untilHealthy(0, signal)
        .catch((reason) => reason)
      expect(error).toBeInstanceOf(TargetError)
      expect(error.message).toMatch(/ web-\d says: "redis[ :]/)
    })
  })

  test('a balancer that has died is an error that says so', async () => {
    await second().cluster.kill('haproxy', signal)
    await expect(second().cluster.balancer.servers()).rejects.toThrow(
      new TargetError('HAProxy closed its runtime API: it has ended, or its container has.'),
    )
  })

  test('leave nothing, and nothing of the other is touched', async () => {
    await second()[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
    expect(await whatIsLeftOf(other.experiment)).toEqual([])
    expect(await first().cluster.balancer.servers()).toHaveLength(2)
    await first()[Symbol.asyncDispose]()
    expect(await stacksOnDaemon()).toEqual([])
  })
})

test('more servers than docker-compose.yml writes out are up as well', async () => {
  await using stack = await platform.start('stateful-sticky', { servers: 5 })
  await stack.untilHealthy(limitMs, signal)
  const servers = await stack.cluster.balancer.servers()
  expect(servers.map(({ server }) => server).sort()).toEqual([1, 2, 3, 4, 5].map((number) => `web-${number}`))
  expect(stack.cluster.nextServer()).toBe('web-6')
})

test('a subnet that somebody took is left to them', async () => {
  const subnetOfStack = async () => {
    await using stack = await platform.start('stateful-sticky', { servers: 1 })
    return stack.subnet
  }
  const subnet = await subnetOfStack()
  const network = await docker.createNetwork({
    Name: `foreign-${randomBytes(4).toString('hex')}`,
    IPAM: { Config: [{ Subnet: subnet }] },
  })
  onTestFinished(() => network.remove())
  expect(await subnetOfStack()).not.toBe(subnet)
})

describe('a start that fails says why, and leaves nothing', () => {
  async function failureOf(changes: Partial<TargetDescription>): Promise<DockerError | TargetError> {
    const target = { ...(await loadTarget('stateless-redis')), ...changes }
    const options = { trial: 'b1', target, servers: 1, signal }
    return platform.startStack(options).catch((reason) => reason)
  }

  test('its image was not built', async () => {
    vi.stubEnv('OUTLAST_REDIS_IMAGE', 'outlast/nowhere')
    onTestFinished(() => void vi.unstubAllEnvs())
    const error = await failureOf({})
    expect(error).toBeInstanceOf(DockerError)
    expect(error.message).toBe('Docker has no image outlast/nowhere.')
    expect(error.hint).toContain('npm run set-up')
    expect(await stacksOnDaemon()).toEqual([])
  })

  test('a service of it ends', async () => {
    const error = await failureOf({ sessions: 'nowhere' })
    expect(error).toBeInstanceOf(TargetError)
    expect(error.message).toMatch(/web-1 exited with \d+\. Its last words: ".*nowhere/)
    expect(error.hint).toBe('Run "outlast up stateless-redis" to look at it.')
    expect(await stacksOnDaemon()).toEqual([])
  })

  test('it was interrupted', async () => {
    const interrupt = new AbortController()
    const reason = new Interrupted('enough')
    const target = await loadTarget('stateful-sticky')
    const options = { trial: 'b1', target, servers: 3, signal: interrupt.signal }
    const started = platform.startStack(options)
    started.catch(() => {})
    while ((await stacksOnDaemon()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    interrupt.abort(reason)
    await expect(started).rejects.toBe(reason)
    expect(await stacksOnDaemon()).toEqual([])
  })
})

test('up leaves a target running on loopback, down removes it', async () => {
  const target = await loadTarget('stateful-sticky')
  const port = await aFreePort()
  onTestFinished(() => void down(signal))
  const { url } = await up(target, { servers: 1, port, signal })
  expect(url).toBe(`http://127.0.0.1:${port}`)
  await eventually(async () => expect(await fetch(`${url}/healthz`)).toMatchObject({ status: 200 }))
  await expect(up(target, { servers: 1, port, signal })).rejects.toThrow(InputError)
  expect(await down(signal)).toBe(true)
  expect(await down(signal)).toBe(false)
  expect(await whatIsLeftOf('outlast-up')).toEqual([])
})

test('up on a port that is taken says so, and leaves nothing', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const error = await up(await loadTarget('stateful-sticky'), { servers: 1, port, signal }).catch(
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(DockerError)
  expect(error.hint).toContain('choose another port')
  expect(await whatIsLeftOf('outlast-up')).toEqual([])
})

test('what is of somebody else was not touched', async () => {
  expect(await foreign.look()).toEqual(foreignBefore)
})
