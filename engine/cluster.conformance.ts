import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cluster, ClusterEvent } from './cluster.ts'
import { DockerError, TargetError } from './errors.ts'

/**
 * A cluster that was started for these tests alone, with three web servers, a balancer, and a store that they reach by a
 * path that can be hindered.
 */
export interface ClusterUnderTest extends AsyncDisposable {
  cluster: Cluster
}

/**
 * What every implementation of `Cluster` does, whatever it runs on. The tests go on one cluster in their order, as
 * the faults of a scenario do.
 */
export function describeCluster(name: string, make: () => Promise<ClusterUnderTest>): void {
  describe(`the cluster ${name}`, () => {
    const { signal } = new AbortController()
    /** Only what never comes takes as long. */
    const limitMs = 120_000
    const graceMs = 60_000
    let made: ClusterUnderTest
    let cluster: Cluster
    const addresses = new Set<string>()

    beforeAll(async () => {
      made = await make()
      cluster = made.cluster
      for (const { address } of cluster.services()) addresses.add(address)
    })
    afterAll(() => made[Symbol.asyncDispose]())

    const webServers = () =>
      cluster
        .services()
        .filter(({ role }) => role === 'web')
        .map((service) => service.name)
        .sort()
    const statusOf = async (server: string) =>
      (await cluster.balancer.servers()).find((candidate) => candidate.server === server)?.status
    /** A balancer that has missed a check or two may call down for a moment what runs. */
    const untilCalled = async (server: string, status: string) => {
      using watch = cluster.watch()
      const pauseMs = 50
      for (let leftMs = limitMs; (await statusOf(server)) !== status; leftMs -= pauseMs) {
        expect(leftMs, `ms left until ${server} is called ${status}`).toBeGreaterThan(0)
        await watch.find(() => false, pauseMs, signal)
      }
    }
    const of = (service: string, action: ClusterEvent['action']) => (event: ClusterEvent) =>
      event.service === service && event.action === action
    const environment = { SESSION_SECRETS: 'a secret of thirty-two characters' }
    const secretsOf = async (name: string) =>
      (await cluster.run(name, ['printenv', 'SESSION_SECRETS'], signal)).trim()

    test('tells what runs: each with a name, a role, a container and an address of its own', () => {
      expect(webServers()).toEqual(['web-1', 'web-2', 'web-3'])
      const services = cluster.services()
      for (const { role, tier } of services) expect(tier === 'web').toBe(role === 'web')
      expect(services.filter(({ tier }) => tier === 'balancer')).toHaveLength(1)
      const others = services.filter(({ role }) => role !== 'web')
      expect(others.length).toBeGreaterThan(0)
      expect(others.map(({ role }) => role)).toEqual(others.map((service) => service.name))
      expect(addresses.size).toBe(services.length)
      expect(new Set(services.map(({ container }) => container)).size).toBe(services.length)
    })

    test('asks the balancer for its own view', async () => {
      const servers = await cluster.balancer.servers()
      expect(servers.map(({ server }) => server).sort()).toEqual(['web-1', 'web-2', 'web-3'])
      for (const { server } of servers) await untilCalled(server, 'UP')
    })

    test('finds no event where none is', async () => {
      using watch = cluster.watch()
      expect(await watch.find(of('web-9', 'die'), 20, signal)).toBeUndefined()
    })

    test('gives up to wait for an event when told to, with the reason', async () => {
      using watch = cluster.watch()
      const reason = new Error('enough')
      await expect(watch.find(() => true, limitMs, AbortSignal.abort(reason))).rejects.toBe(reason)
      const interrupt = new AbortController()
      const found = watch.find(() => true, limitMs, interrupt.signal)
      interrupt.abort(reason)
      await expect(found).rejects.toBe(reason)
    })

    test('does nothing that it was told to give up', async () => {
      const reason = new Error('enough')
      await expect(cluster.kill('web-1', AbortSignal.abort(reason))).rejects.toBe(reason)
      expect(webServers()).toContain('web-1')
    })

    test('kills: the end is SIGKILL’s, the balancer notices by itself', async () => {
      await untilCalled('web-2', 'UP')
      using watch = cluster.watch()
      await cluster.kill('web-2', signal)
      expect(await watch.find(of('web-2', 'die'), limitMs, signal)).toMatchObject({ exitCode: 137 })
      expect(webServers()).toEqual(['web-1', 'web-3'])
      expect(await watch.find(of('web-2', 'down'), limitMs, signal)).toBeDefined()
      await untilCalled('web-2', 'DOWN')
    })

    test('refuses to kill what does not run, or never did', async () => {
      await expect(cluster.kill('web-2', signal)).rejects.toThrow(DockerError)
      await expect(cluster.kill('web-9', signal)).rejects.toThrow(DockerError)
      await expect(cluster.removeServer('web-9', signal)).rejects.toThrow(DockerError)
    })

    test('adds a server under a name and an address that nobody had, which is in use once it is ready', async () => {
      using watch = cluster.watch()
      expect(cluster.nextServer()).toBe('web-4')
      const added = await cluster.addServer(signal)
      expect(added).toMatchObject({ name: 'web-4', role: 'web' })
      expect(addresses).not.toContain(added.address)
      addresses.add(added.address)
      expect(await watch.find(of('web-4', 'start'), limitMs, signal)).toBeDefined()
      expect(webServers()).toEqual(['web-1', 'web-3', 'web-4'])
      expect(await statusOf('web-4')).toBeUndefined()

      await cluster.balancer.add(added)
      expect(await watch.find(of('web-4', 'up'), limitMs, signal)).toBeDefined()
      await untilCalled('web-4', 'UP')
      // The newcomer does not answer for the one that died.
      expect(await statusOf('web-2')).toBe('DOWN')
    })

    test('freezes and thaws: the server runs, and answers nobody meanwhile', async () => {
      await untilCalled('web-4', 'UP')
      using watch = cluster.watch()
      await cluster.freeze('web-4', signal)
      expect(await watch.find(of('web-4', 'pause'), limitMs, signal)).toBeDefined()
      expect(await watch.find(of('web-4', 'down'), limitMs, signal)).toBeDefined()
      expect(await cluster.look('web-4', signal)).toMatchObject({ running: true, frozen: true })
      await cluster.thaw('web-4', signal)
      expect(await watch.find(of('web-4', 'unpause'), limitMs, signal)).toBeDefined()
      expect(await watch.find(of('web-4', 'up'), limitMs, signal)).toBeDefined()
      await untilCalled('web-4', 'UP')
      expect(await cluster.look('web-4', signal)).toMatchObject({ running: true, frozen: false })
    })

    test('cuts off and reconnects: the server is where it was', async () => {
      await untilCalled('web-4', 'UP')
      using watch = cluster.watch()
      await cluster.disconnect('web-4', signal)
      expect(await cluster.look('web-4', signal)).toMatchObject({ running: true, connected: false })
      expect(await watch.find(of('web-4', 'down'), limitMs, signal)).toBeDefined()
      await cluster.reconnect('web-4', signal)
      expect(await cluster.look('web-4', signal)).toMatchObject({ running: true, connected: true })
      expect(await watch.find(of('web-4', 'up'), limitMs, signal)).toBeDefined()
      await untilCalled('web-4', 'UP')
    })

    test('cuts a link one way: what is sent on it is lost, what comes back arrives', async () => {
      const [there, back] = [
        { from: 'web-4', to: 'web-3' },
        { from: 'web-3', to: 'web-4' },
      ]
      await cluster.links.cut(there, signal)
      expect(cluster.links.cuts()).toEqual([there])
      expect(await cluster.links.arrives(there, signal)).toBe(false)
      expect(await cluster.links.arrives(back, signal)).toBe(true)
      expect(await cluster.links.arrives({ from: 'web-1', to: 'web-3' }, signal)).toBe(true)
      await cluster.links.join(there, signal)
      expect(cluster.links.cuts()).toEqual([])
      expect(await cluster.links.arrives(there, signal)).toBe(true)
    })

    test('hinders the path of one web server, and of all, also of one that is added then', async () => {
      const node = cluster.services().find(({ tier }) => tier === 'store')?.name ?? ''
      // So long that a machine which stands still for a moment is not taken for a slow path.
      const latencyMs = 5_000
      const slow = { kind: 'slow', latencyMs, jitterMs: 0 } as const
      const ms = async (from: string, by: 'path' | 'straight') => {
        const answer = await cluster.links.ask({ from, to: node }, { by }, signal)
        return 'ms' in answer ? answer.ms : answer.error
      }
      await cluster.links.hinder({ node, server: 'web-1' }, slow, signal)
      expect(await ms('web-1', 'path')).toBeGreaterThanOrEqual(latencyMs)
      expect(await ms('web-1', 'straight')).toBeLessThan(latencyMs)
      expect(await ms('web-3', 'path')).toBeLessThan(latencyMs)
      await cluster.links.free({ node, server: 'web-1' }, 'slow', signal)
      expect(await ms('web-1', 'path')).toBeLessThan(latencyMs)

      await cluster.links.hinder({ node }, { kind: 'reset' }, signal)
      await cluster.addServer(signal)
      for (const server of ['web-1', 'web-5']) expect(await ms(server, 'path')).toBe('ECONNRESET')
      await cluster.links.free({ node }, 'reset', signal)
      for (const server of ['web-1', 'web-5']) expect(await ms(server, 'path')).toEqual(expect.any(Number))
      await cluster.removeServer('web-5', signal)
    })

    test('limits what a service may use, and gives it back', async () => {
      using watch = cluster.watch()
      const { cpus, memoryBytes } = await cluster.look('web-4', signal)
      const fewer = { cpus: 0.25, memoryBytes: 256 * 2 ** 20 }
      await cluster.limit('web-4', fewer, signal)
      expect(await watch.find(of('web-4', 'update'), limitMs, signal)).toBeDefined()
      expect(await cluster.look('web-4', signal)).toMatchObject(fewer)
      await cluster.unlimit('web-4', signal)
      expect(await cluster.look('web-4', signal)).toMatchObject({ cpus, memoryBytes })
    })

    test('runs a command in a service, and says why it failed', async () => {
      expect((await cluster.run('web-4', ['echo', 'hello'], signal)).trim()).toBe('hello')
      await expect(cluster.run('web-4', ['sh', '-c', 'exit 3'], signal)).rejects.toThrow(TargetError)
    })

    test('restarts: the same container ends and starts', async () => {
      using watch = cluster.watch()
      const before = await cluster.look('web-4', signal)
      await cluster.restart('web-4', graceMs, signal)
      expect(await watch.find(of('web-4', 'die'), limitMs, signal)).toMatchObject({ exitCode: 0 })
      expect(await watch.find(of('web-4', 'start'), limitMs, signal)).toBeDefined()
      expect(await cluster.look('web-4', signal)).toEqual(before)
    })

    test('crashes: a restart policy brings the server back', async () => {
      using watch = cluster.watch()
      await cluster.crash('web-4', { restarts: true }, signal)
      expect(await watch.find(of('web-4', 'die'), limitMs, signal)).toMatchObject({ exitCode: 137 })
      expect(await watch.find(of('web-4', 'start'), limitMs, signal)).toBeDefined()
      expect(await cluster.look('web-4', signal)).toMatchObject({ running: true })
    })

    test('replaces: another container under the same name and address, with the environment it is given', async () => {
      using watch = cluster.watch()
      const before = cluster.services().find((service) => service.name === 'web-4')
      const after = await cluster.replaceServer('web-4', { graceMs, environment }, signal)
      expect(await watch.find(of('web-4', 'destroy'), limitMs, signal)).toBeDefined()
      expect(await watch.find(of('web-4', 'start'), limitMs, signal)).toBeDefined()
      expect(after).toMatchObject({ name: 'web-4', address: before?.address, tier: 'web' })
      expect(after.container).not.toBe(before?.container)
      expect((await cluster.look('web-4', signal)).container).toBe(after.container)
      expect(await secretsOf('web-4')).toBe(environment.SESSION_SECRETS)
      await cluster.balancer.remove('web-4')
      await cluster.balancer.add(after)
      expect(await watch.find(of('web-4', 'up'), limitMs, signal)).toBeDefined()
    })

    test('drains: the balancer says so itself', async () => {
      await cluster.balancer.drain('web-1')
      await untilCalled('web-1', 'DRAIN')
      await expect(cluster.balancer.drain('web-9')).rejects.toThrow(TargetError)
    })

    test('does nothing to what is not there', async () => {
      const calls: (() => Promise<unknown>)[] = [
        () => cluster.freeze('web-2', signal),
        () => cluster.thaw('web-9', signal),
        () => cluster.disconnect('web-9', signal),
        () => cluster.limit('web-9', { cpus: 1 }, signal),
        () => cluster.crash('web-2', { restarts: false }, signal),
        () => cluster.restart('web-9', 0, signal),
        () => cluster.look('web-9', signal),
        () => cluster.run('web-2', ['echo'], signal),
      ]
      for (const call of calls) await expect(call()).rejects.toThrow(DockerError)
    })

    test('stops: the server ends by itself within its grace', async () => {
      using watch = cluster.watch()
      await cluster.stop('web-1', graceMs, signal)
      expect(await watch.find(of('web-1', 'die'), limitMs, signal)).toMatchObject({ exitCode: 0 })
      expect(webServers()).toEqual(['web-3', 'web-4'])
    })

    test('removes: the balancer forgets the server at once, and its container goes', async () => {
      using watch = cluster.watch()
      await cluster.balancer.remove('web-4')
      expect(await statusOf('web-4')).toBeUndefined()
      await cluster.removeServer('web-4', signal)
      expect(await watch.find(of('web-4', 'destroy'), limitMs, signal)).toBeDefined()
      expect(webServers()).toEqual(['web-3'])
      await expect(cluster.balancer.remove('web-4')).rejects.toThrow(TargetError)
    })

    test('never gives a name or an address twice, and the latest environment to whoever comes', async () => {
      const added = await cluster.addServer(signal)
      expect(added.name).toBe('web-6')
      expect(addresses).not.toContain(added.address)
      expect(cluster.nextServer()).toBe('web-7')
      expect(await secretsOf('web-6')).toBe(environment.SESSION_SECRETS)
    })
  })
}
