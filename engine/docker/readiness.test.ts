import { describe, expect, test } from 'vitest'
import { Interrupted } from '../errors.ts'
import { createFakeClock } from '../fake/clock.ts'
import { createFakeCluster, fakeDelaysMs } from '../fake/cluster.ts'
import { serversNotUp, waitUntilUp } from './readiness.ts'

const { signal } = new AbortController()

function aCluster() {
  const clock = createFakeClock()
  return { clock, cluster: createFakeCluster({ clock, servers: 3, others: ['haproxy', 'redis'] }) }
}

describe('a stack is up', () => {
  test('when the balancer calls every web server UP that runs', async () => {
    const { cluster } = aCluster()
    expect(await serversNotUp(cluster)).toEqual([])
  })

  test('without the servers that were killed: nobody waits for these', async () => {
    const { clock, cluster } = aCluster()
    await cluster.kill('web-2', signal)
    await clock.sleep(fakeDelaysMs.noticed)
    expect(await serversNotUp(cluster)).toEqual([])
  })

  test('but not without a server that somebody counts on by name', async () => {
    const { clock, cluster } = aCluster()
    await cluster.kill('web-2', signal)
    await clock.sleep(fakeDelaysMs.noticed)
    expect(await serversNotUp(cluster, ['web-1', 'web-2', 'web-3'])).toEqual(['web-2'])
  })

  test('not before a server that runs is registered, and has passed a check', async () => {
    const { cluster } = aCluster()
    const added = await cluster.addServer(signal)
    expect(await serversNotUp(cluster)).toEqual(['web-4'])
    await cluster.balancer.add(added)
    expect(await serversNotUp(cluster)).toEqual(['web-4'])
  })
})

describe('waiting until it is', () => {
  test('ends as soon as it is so', async () => {
    const { clock, cluster } = aCluster()
    await cluster.balancer.add(await cluster.addServer(signal))
    const startedMs = clock.now()
    expect(await waitUntilUp(cluster, { clock, limitMs: 60_000, signal })).toEqual([])
    expect(clock.now() - startedMs).toBe(fakeDelaysMs.ready)
  })

  test('ends with the names of those that are not, when the limit has passed', async () => {
    const { clock, cluster } = aCluster()
    await cluster.addServer(signal)
    const startedMs = clock.now()
    expect(await waitUntilUp(cluster, { clock, limitMs: 1_000, signal })).toEqual(['web-4'])
    expect(clock.now() - startedMs).toBe(1_050)
  })

  test('ends with what makes it pointless', async () => {
    const { clock, cluster } = aCluster()
    await cluster.addServer(signal)
    const error = new Error('redis exited with 1')
    const meanwhile = () => Promise.reject(error)
    await expect(waitUntilUp(cluster, { clock, limitMs: 60_000, signal, meanwhile })).rejects.toBe(error)
  })

  test('ends when it is interrupted', async () => {
    const { clock, cluster } = aCluster()
    await cluster.addServer(signal)
    const reason = new Interrupted('enough')
    const options = { clock, limitMs: 60_000, signal: AbortSignal.abort(reason) }
    await expect(waitUntilUp(cluster, options)).rejects.toBe(reason)
  })
})
