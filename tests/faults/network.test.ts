import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Cluster } from '../../engine/cluster.ts'
import type { PlannedFault } from '../../engine/faults/fault.ts'
import { partition } from '../../engine/faults/partition.ts'
import { reset } from '../../engine/faults/reset.ts'
import { slow } from '../../engine/faults/slow.ts'
import { throttle } from '../../engine/faults/throttle.ts'
import type { RunningStack } from '../../engine/platform.ts'
import { type APlatform, aPlatform } from '../docker/a-platform.ts'
import { eventually } from '../eventually.ts'
import { injectInto } from './inject.ts'
import { said, serviceIn } from './look.ts'

let platform: APlatform
let proxied: RunningStack
let straight: RunningStack

beforeAll(async () => {
  platform = await aPlatform()
  const both = [
    platform.start('stateless-memcached', { trial: 'b1', servers: 2, path: true }),
    platform.start('stateless-redis', { trial: 'b2', servers: 2 }),
  ]
  await Promise.allSettled(both)
  ;[proxied, straight] = (await Promise.all(both)) as [RunningStack, RunningStack]
})
afterAll(async () => {
  await Promise.all([proxied, straight].map((stack) => stack?.[Symbol.asyncDispose]()))
  await platform?.[Symbol.asyncDispose]()
})

/** Injects a fault that must be confirmed, and gives its victims. */
async function strike({ cluster }: RunningStack, fault: PlannedFault) {
  const injected = await injectInto(cluster, fault)
  expect({ fault, ...injected }).toMatchObject({ verdicts: injected.victims.map(() => 'confirmed') })
  expect(injected.victims.length).toBeGreaterThan(0)
  return injected
}

/** How long a login takes on one web server at least, whose store has to be asked once. */
async function loginMs(stack: RunningStack, server: string): Promise<number> {
  return Math.min(
    await loginOnce(stack, server),
    await loginOnce(stack, server),
    await loginOnce(stack, server),
  )
}

/** A server gives up its store after a second, also where it was the machine that stood still: then it is asked again. */
function loginOnce({ cluster }: RunningStack, server: string): Promise<number> {
  const url = `http://${serviceIn(cluster, server).address}:8080/session`
  const headers = { 'content-type': 'application/json' }
  return eventually(async () => {
    const beganAt = performance.now()
    const answer = await fetch(url, { method: 'POST', body: '{"owner":"a"}', headers })
    await answer.arrayBuffer()
    expect(answer.status).toBe(201)
    return performance.now() - beganAt
  })
}

/** A connection by the way of web-2 to the node at .121, which anybody may try. */
function onTheWay(): Socket {
  const path = proxied.services.find(({ name }) => name === 'path')
  return connect(10_000 + 200 * 2 + 121, path?.address ?? '')
}

/** What is heard first on a connection: an answer, or how it ended. */
function firstWordOn(client: Socket): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  client.once('data', (data) => resolve(String(data)))
  client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  client.once('end', () => resolve('a polite end'))
  return promise.finally(() => client.destroy())
}

/** It may be reset before this process has seen that it was connected. */
function answerOnTheWay(): Promise<string | undefined> {
  const client = onTheWay()
  client.write('version\r\n')
  return firstWordOn(client)
}

describe('the path between web servers and a store', () => {
  test('slow: one server waits for the store, and another one does not', async () => {
    // So little that a server does not give its store up.
    const { victims, undo } = await strike(proxied, slow('store', { latency: '200ms', on: 'web-2' }))
    expect(victims.toSorted()).toEqual(['memcached-1', 'memcached-2', 'memcached-3'])
    const slowedMs = await loginMs(proxied, 'web-2')
    expect(slowedMs).toBeGreaterThanOrEqual(200)
    expect(await loginMs(proxied, 'web-1')).toBeLessThan(slowedMs)
    await undo()
    expect(await loginMs(proxied, 'web-2')).toBeLessThan(slowedMs)
  })

  test('throttle: a session of a kilobyte takes its time', async () => {
    const { undo } = await strike(proxied, throttle('store', { kilobytesPerSecond: 8 }))
    // More than 1,024 bytes at 8 a millisecond.
    const throttledMs = await loginMs(proxied, 'web-1')
    expect(throttledMs).toBeGreaterThanOrEqual(128)
    await undo()
    expect(await loginMs(proxied, 'web-1')).toBeLessThan(throttledMs)
  })

  test('reset: whoever is connected hears it from the kernel, and is let in again', async () => {
    const open = onTheWay()
    await once(open, 'connect')
    const ended = firstWordOn(open)
    const lasting = strike(proxied, reset('store', { for: '10s' }))
    expect(await ended).toBe('ECONNRESET')
    expect(await answerOnTheWay()).toBe('ECONNRESET')
    await lasting
    expect(await answerOnTheWay()).toMatch(/^VERSION /)
    await loginOnce(proxied, 'web-2')
  })
})

describe('a partition between two services', () => {
  afterEach(() => straight.untilHealthy(60_000, new AbortController().signal))
  const redis = () => serviceIn(straight.cluster, 'redis')
  /** What a web server meets at the port of Redis: an answer, or silence for so long. */
  const reaches = (server: string, patienceMs = 20_000) => {
    const script = `const socket = require('net').connect(6379, '${redis().address}', () => socket.write('PING\\r\\n'))
      socket.setTimeout(${patienceMs}, () => { console.log('silence'); process.exit() })
      socket.on('data', (data) => { console.log(String(data).trim()); process.exit() })`
    // One that was restarted is the same container, and Docker's word that it runs again may come late.
    const service = straight.services.find(({ name }) => name === server)
    return said(service?.container ?? '', 'node', '-e', script)
  }
  const isCutOff = async (server: string) => expect(await reaches(server, 1_000)).toBe('silence')
  /** Connections that Redis has begun to accept and of which it has heard no more: state 03, SYN_RECV. */
  const halfOpen = async () => {
    const table = await said(redis().container, 'cat', '/proc/net/tcp')
    return table.split('\n').filter((line) => /^ *\d+: \w+:18EB \w+:\w+ 03 /.test(line)).length
  }

  test('both ways: that server is alone, its balancer and its sibling are well', async () => {
    const { undo } = await strike(straight, partition('web-2', { from: 'store' }))
    await isCutOff('web-2')
    expect(await reaches('web-1')).toBe('+PONG')
    // It still answers, and says why it should not be asked.
    const { address } = serviceIn(straight.cluster, 'web-2')
    await eventually(async () => expect((await fetch(`http://${address}:8080/healthz`)).status).toBe(503))
    await undo()
    expect(await reaches('web-2')).toBe('+PONG')
  })

  test.each<[way: 'to' | 'from', what: string, look: () => Promise<void>]>([
    ['to', 'its questions do not arrive', async () => expect(await halfOpen()).toBe(0)],
    [
      'from',
      'its questions arrive, the answers are lost',
      // It comes again and again.
      () => eventually(async () => expect(await halfOpen()).toBeGreaterThan(0)),
    ],
  ])('one way, %s: %s', async (way, _, look) => {
    const { undo } = await strike(straight, partition('web-2', { from: 'redis', way }))
    await isCutOff('web-2')
    await look()
    expect(await reaches('web-1')).toBe('+PONG')
    await undo()
    expect(await reaches('web-2')).toBe('+PONG')
  })

  test('from the balancer: it calls the server down, and up again', async () => {
    const { undo } = await strike(straight, partition('web-2', { from: 'balancer' }))
    const status = async () =>
      (await straight.cluster.balancer.servers()).find(({ server }) => server === 'web-2')?.status
    await eventually(async () => expect(await status()).toMatch(/^DOWN/))
    expect(await reaches('web-2')).toBe('+PONG')
    await undo()
    await eventually(async () => expect(await status()).toMatch(/^UP/))
  })

  test('one that was restarted under it begins with a network of its own, and is free', async () => {
    const { undo } = await strike(straight, partition('web-2', { from: 'redis', way: 'to' }))
    await straight.cluster.restart('web-2', 1_000, new AbortController().signal)
    expect(await reaches('web-2')).toBe('+PONG')
    await undo()
    expect(await reaches('web-2')).toBe('+PONG')
  })
})

describe('what is acknowledged and never done is a mismatch', () => {
  const nothing = async () => {}
  const deafTo = (cluster: Cluster): Cluster => ({
    ...cluster,
    links: { ...cluster.links, cut: nothing, join: nothing, hinder: nothing, free: nothing },
  })

  test.each<[what: string, stack: () => RunningStack, fault: PlannedFault]>([
    ['slow', () => proxied, slow('memcached-1', { latency: '3s' })],
    ['throttle', () => proxied, throttle('memcached-1', { kilobytesPerSecond: 1 })],
    ['reset', () => proxied, reset('memcached-1')],
    ['partition', () => straight, partition('web-2', { from: 'store' })],
    ['partition one way', () => straight, partition('web-2', { from: 'store', way: 'from' })],
  ])('%s', async (_, stack, fault) => {
    expect(await injectInto(deafTo(stack().cluster), fault)).toMatchObject({ verdicts: ['mismatch'] })
  })

  test('and so is a partition of which only one way was cut', async () => {
    const { cluster } = straight
    const cut: Cluster['links']['cut'] = (link, signal) =>
      link.from === 'redis' ? Promise.resolve() : cluster.links.cut(link, signal)
    const half = { ...cluster, links: { ...cluster.links, cut } }
    const { verdicts, reasons, undo } = await injectInto(half, partition('web-2', { from: 'store' }))
    expect({ verdicts, reasons }).toEqual({
      verdicts: ['mismatch'],
      reasons: ['what redis sends to web-2 arrives'],
    })
    await undo()
  })
})
