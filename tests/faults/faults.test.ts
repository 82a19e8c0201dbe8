import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Balancer, Cluster } from '../../engine/cluster.ts'
import { add } from '../../engine/faults/add.ts'
import { crash } from '../../engine/faults/crash.ts'
import { drain } from '../../engine/faults/drain.ts'
import type { PlannedFault } from '../../engine/faults/fault.ts'
import { freeze } from '../../engine/faults/freeze.ts'
import { kill } from '../../engine/faults/kill.ts'
import { partition } from '../../engine/faults/partition.ts'
import { reload } from '../../engine/faults/reload.ts'
import { remove } from '../../engine/faults/remove.ts'
import { replace } from '../../engine/faults/replace.ts'
import { restart } from '../../engine/faults/restart.ts'
import { roll } from '../../engine/faults/roll.ts'
import { starve } from '../../engine/faults/starve.ts'
import { stop } from '../../engine/faults/stop.ts'
import type { RunningStack } from '../../engine/platform.ts'
import { type APlatform, aPlatform } from '../docker/a-platform.ts'
import { injectInto } from './inject.ts'
import {
  answersAt,
  inspect,
  redisAnswersAt,
  refusedDuring,
  said,
  serviceIn,
  timesThrottled,
  untilItAnswers,
  untilRedisAnswers,
} from './look.ts'

const { signal } = new AbortController()
let platform: APlatform
let stack: RunningStack
let cluster: Cluster

beforeAll(async () => {
  platform = await aPlatform()
  stack = await platform.start('stateless-redis')
  cluster = stack.cluster
})
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]()
  await platform?.[Symbol.asyncDispose]()
})

/** Injects a fault that must be confirmed, and gives its victims. */
async function strike(fault: PlannedFault) {
  const injected = await injectInto(cluster, fault)
  expect({ fault, ...injected }).toMatchObject({ verdicts: injected.victims.map(() => 'confirmed') })
  const [victim = ''] = injected.victims
  return { ...injected, victim }
}

/** Every server that runs is up again in the balancer's view, and users are served. */
async function isAsBefore() {
  await stack.untilHealthy(60_000, signal)
  await untilItAnswers(serviceIn(cluster, 'haproxy').address)
}

describe('a fault that is acknowledged and never done is a mismatch', () => {
  const nothing = async () => {}
  /** Does nothing of what is ignored. For what never happens nobody waits as long as for what may come late. */
  const deafTo = (ignored: Partial<Cluster>): Cluster => ({
    ...cluster,
    ...ignored,
    watch() {
      const watch = cluster.watch()
      return { ...watch, find: (matches, _, limited) => watch.find(matches, 2_000, limited) }
    },
  })
  /** A part of the stack, for what would take all of its servers one after the other. */
  const withOneServer = () =>
    cluster.services().filter(({ role, name }) => role !== 'web' || name === 'web-1')
  const same = async (name: string) => serviceIn(cluster, name)

  test.concurrent.each<[what: string, fault: PlannedFault, ignored: Partial<Cluster>]>([
    ['kill', kill('web'), { kill: nothing }],
    ['stop', stop('web'), { stop: nothing }],
    ['crash', crash('web'), { crash: nothing }],
    ['restart', restart('web'), { restart: nothing }],
    ['freeze', freeze('web'), { freeze: nothing }],
    ['partition', partition('web'), { disconnect: nothing }],
    ['starve', starve('web', { cpus: 0.1 }), { limit: nothing }],
    ['replace', replace(), { replaceServer: same }],
    ['roll', roll(), { services: withOneServer, replaceServer: same }],
    ['kill the store', kill('store'), { kill: nothing }],
    ['restart the balancer', restart('balancer'), { restart: nothing }],
  ])('%s', async (_, fault, ignored) => {
    const deaf = deafTo({ ...ignored, thaw: nothing, reconnect: nothing, unlimit: nothing })
    expect(await injectInto(deaf, fault)).toMatchObject({ verdicts: ['mismatch'] })
  })

  test.concurrent.each<[what: string, fault: PlannedFault, deaf: keyof Balancer]>([
    ['drain', drain(), 'drain'],
    ['reload', reload(), 'reload'],
  ])('%s, where the balancer does not hear of it', async (_, fault, deaf) => {
    const balancer = { ...cluster.balancer, [deaf]: nothing }
    expect(await injectInto(deafTo({ balancer }), fault)).toMatchObject({ verdicts: ['mismatch'] })
  })

  test.concurrent('add, where no server is started', async () => {
    const balancer = { ...cluster.balancer, add: nothing }
    const deaf = deafTo({ balancer, addServer: () => same('web-1') })
    expect(await injectInto(deaf, add())).toMatchObject({ verdicts: ['mismatch'] })
  })

  test.concurrent('remove, where no server goes', async () => {
    const balancer = { ...cluster.balancer, remove: nothing }
    const deaf = deafTo({ balancer, stop: nothing, removeServer: nothing })
    expect(await injectInto(deaf, remove())).toMatchObject({ verdicts: ['mismatch'] })
  })

  test('and left everything as it was', async () => {
    await isAsBefore()
    expect(withOneServer().length).toBe(cluster.services().length - 2)
  })
})

describe('what is taken back leaves the system as it was', () => {
  test('freeze: the server takes connections and answers nobody, until it is thawed', async () => {
    const { victim, undo } = await strike(freeze('web'))
    const { address } = serviceIn(cluster, victim)
    expect(await answersAt(address)).toBe(false)
    await undo()
    await untilItAnswers(address)
    await isAsBefore()
  })

  test('partition: nobody reaches the server, which is at its address afterwards', async () => {
    const { victim, undo } = await strike(partition('web'))
    const { address, container } = serviceIn(cluster, victim)
    expect(await answersAt(address)).toBe(false)
    expect((await inspect(container)).State.Running).toBe(true)
    await undo()
    await untilItAnswers(address)
    await isAsBefore()
  })

  test('starve: the kernel makes the server wait, and then does not any more', async () => {
    const { victim, undo } = await strike(starve('web', { cpus: 0.05, memoryMebibytes: 256 }))
    const { container, address } = serviceIn(cluster, victim)
    // More than a period's share, which is 5 ms, and not so much that it would take seconds at that share.
    const spin = () => said(container, 'sh', '-c', 'i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done')
    await spin()
    const throttled = await timesThrottled(container)
    expect(throttled).toBeGreaterThan(0)
    await undo()
    const before = await timesThrottled(container)
    await spin()
    expect(await timesThrottled(container)).toBe(before)
    await untilItAnswers(address)
    await isAsBefore()
  })

  test('freeze the store: it says nothing, and then answers with what it had', async () => {
    const { address, container } = serviceIn(cluster, 'redis')
    await said(container, 'redis-cli', 'SET', 'kept', 'yes')
    const { victim, undo } = await strike(freeze('store'))
    expect(victim).toBe('redis')
    expect(await redisAnswersAt(address)).toBe(false)
    await undo()
    await untilRedisAnswers(address)
    expect(await said(container, 'redis-cli', 'GET', 'kept')).toBe('yes')
    await isAsBefore()
  })
})

describe('what comes back by itself', () => {
  test('restart: the same container at the same address, begun anew', async () => {
    const before = new Map(cluster.services().map((service) => [service.name, service]))
    const startedAt = async (container: string) => (await inspect(container)).State.StartedAt
    const times = new Map<string, string>()
    for (const { name, container } of before.values()) times.set(name, await startedAt(container))
    const { victim } = await strike(restart('web'))
    const service = serviceIn(cluster, victim)
    expect(service).toEqual(before.get(victim))
    expect(await startedAt(service.container)).not.toBe(times.get(victim))
    await untilItAnswers(service.address)
    await isAsBefore()
  })

  test('crash: Docker counts it as a failure, and starts the server again', async () => {
    const { victim } = await strike(crash('web', { restarts: true }))
    const { container, address } = serviceIn(cluster, victim)
    expect((await inspect(container)).RestartCount).toBe(1)
    await untilItAnswers(address)
    await isAsBefore()
  })

  test('replace: another container under the same name and address', async () => {
    const before = new Map(cluster.services().map((service) => [service.name, service]))
    const { victim } = await strike(replace())
    const { container, address } = serviceIn(cluster, victim)
    expect(address).toBe(before.get(victim)?.address)
    expect(container).not.toBe(before.get(victim)?.container)
    await expect(inspect(before.get(victim)?.container ?? '')).rejects.toThrow('no such container')
    await untilItAnswers(address)
    await isAsBefore()
  })

  test('roll: every server is another one, with the keys it says, and users are served all the time', async () => {
    const containers = () =>
      cluster.services().flatMap(({ tier, container }) => (tier === 'web' ? container : []))
    const secretsOf = async (container: string) =>
      (await said(container, 'printenv', 'SESSION_SECRETS')).split(',')
    const before = containers()
    const [first] = await secretsOf(before[0] ?? '')
    const { refused, done } = await refusedDuring(stack.url, () =>
      strike(roll({ drain: '1s', secrets: ['old', 'new'] })),
    )
    expect(done.victims.toSorted()).toEqual(['web-1', 'web-2', 'web-3'])
    expect(containers().filter((container) => before.includes(container))).toEqual([])
    for (const container of containers())
      expect(await secretsOf(container)).toEqual([first, expect.any(String)])
    expect(refused).toBe(0)
    await isAsBefore()
  })

  test('restart the store: it has forgotten everything', async () => {
    const { container, address } = serviceIn(cluster, 'redis')
    await said(container, 'redis-cli', 'SET', 'kept', 'yes')
    await strike(restart('store'))
    await untilRedisAnswers(address)
    expect(await said(container, 'redis-cli', 'GET', 'kept')).toBe('')
    await isAsBefore()
  })

  test('restart the balancer: users are served again, and it can be asked and told again', async () => {
    await strike(restart('balancer'))
    await isAsBefore()
  })
})

describe('scaling', () => {
  test('add, then drain the newest: nobody new comes to it, and its container is gone', async () => {
    const { victim: added } = await strike(add())
    const { container } = serviceIn(cluster, added)
    const { victim } = await strike(drain({ pick: 'newest', deadline: '5s' }))
    expect(victim).toBe(added)
    await expect(inspect(container)).rejects.toThrow('no such container')
    await isAsBefore()
  })

  test('remove: the container is gone', async () => {
    await strike(add())
    const before = new Map(cluster.services().map((service) => [service.name, service]))
    const { victim } = await strike(remove())
    await expect(inspect(before.get(victim)?.container ?? '')).rejects.toThrow('no such container')
    await isAsBefore()
  })
})

describe('what does not come back', () => {
  const stateOf = async (container: string) => (await inspect(container)).State

  test.each([
    ['stop', () => stop('web', { pick: 'newest' }), { Running: false, ExitCode: 0 }],
    ['crash', () => crash('web'), { Running: false, ExitCode: 137 }],
    ['kill a server', () => kill('web'), { Running: false, ExitCode: 137 }],
    ['kill the store', () => kill('store'), { Running: false, ExitCode: 137 }],
    ['kill the balancer', () => kill('balancer'), { Running: false, ExitCode: 137 }],
  ])('%s', async (_, fault, state) => {
    const before = new Map(cluster.services().map((service) => [service.name, service]))
    const { victim } = await strike(fault())
    const { container = '', address = '' } = before.get(victim) ?? {}
    expect(await stateOf(container)).toMatchObject(state)
    expect(await answersAt(address)).toBe(false)
  })

  test('a balancer that is gone can’t be asked, which says why', async () => {
    await expect(cluster.balancer.servers()).rejects.toThrow('HAProxy closed its runtime API')
  })
})
