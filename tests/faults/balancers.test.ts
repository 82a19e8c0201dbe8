import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add } from '../../engine/faults/add.ts'
import { drain } from '../../engine/faults/drain.ts'
import type { PlannedFault } from '../../engine/faults/fault.ts'
import { reload } from '../../engine/faults/reload.ts'
import { remove } from '../../engine/faults/remove.ts'
import { roll } from '../../engine/faults/roll.ts'
import type { RunningStack } from '../../engine/platform.ts'
import { type APlatform, aPlatform } from '../docker/a-platform.ts'
import { injectInto } from './inject.ts'
import { answersAt, eventually, inspect, said, serviceIn } from './look.ts'

let platform: APlatform
beforeAll(async () => {
  platform = await aPlatform()
})
afterAll(() => platform[Symbol.asyncDispose]())

/** Injects a fault that must be confirmed. */
async function strike({ cluster }: RunningStack, fault: PlannedFault) {
  const injected = await injectInto(cluster, fault)
  expect({ fault, ...injected }).toMatchObject({ verdicts: injected.victims.map(() => 'confirmed') })
  return injected
}

/** Who answers as many users who were never here before. */
async function serversOf(stack: RunningStack, users: number): Promise<Set<string | null>> {
  const login = async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${stack.url}/session`, { method: 'POST', body: '{"owner":"a"}', headers })
    return answer.headers.get('served-by')
  }
  return new Set(await Promise.all(Array.from({ length: users }, login)))
}

/** Whether a user is answered who comes with a connection of her own: one kept alive may end while she is asking. */
function isServed(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const request = get(`${url}/healthz`, { agent: false }, (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode === 200))
  })
  request.on('error', () => resolve(false))
  return promise
}

/** How many users were not served while something was done. */
async function refusedDuring({ url }: RunningStack, act: () => Promise<unknown>) {
  const acting = { done: false }
  const users = (async () => {
    let refused = 0
    while (!acting.done) if (!(await isServed(url))) refused++
    return refused
  })()
  await act().finally(() => {
    acting.done = true
  })
  return users
}

/** The processes of a container whose command line holds that, by their numbers. */
const processes = (container: string, name: string) =>
  said(container, 'sh', '-c', `grep -l "^${name}" /proc/[0-9]*/cmdline`)

describe('HAProxy', () => {
  test('reloads: another process works, with the servers that were added and removed; nobody is refused', async () => {
    await using stack = await platform.start('stateful-sticky', { servers: 2 })
    const { container } = serviceIn(stack.cluster, 'haproxy')
    await strike(stack, add())
    await strike(stack, drain({ deadline: '0ms' }))
    const left = stack.cluster.services().flatMap(({ name, role }) => (role === 'web' ? name : []))
    const before = await processes(container, 'haproxy')
    expect(await refusedDuring(stack, () => strike(stack, reload()))).toBe(0)
    expect(await eventually(async () => (await processes(container, 'haproxy')) !== before)).toBe(true)
    expect([...(await serversOf(stack, 8))].sort()).toEqual(left)
    const known = await stack.cluster.balancer.servers()
    expect(known.map(({ server, status }) => [server, status])).toEqual(left.map((name) => [name, 'UP']))
  })
})

describe('HAProxy with a map-based hash, whose servers are slots', () => {
  test('servers are rolled, removed and added again under their names', async () => {
    await using stack = await platform.start('stateful-source-hash', { servers: 2 })
    const known = async () =>
      (await stack.cluster.balancer.servers()).map(({ server, status }) => [server, status])
    await strike(stack, roll({ drain: '1s' }))
    expect(await known()).toEqual([
      ['web-1', 'UP'],
      ['web-2', 'UP'],
    ])
    await strike(stack, remove({ pick: 'newest' }))
    await strike(stack, add())
    const running = stack.cluster.services().flatMap(({ name, role }) => (role === 'web' ? name : []))
    expect((await known()).filter(([, status]) => status === 'UP').map(([name]) => name)).toEqual(running)
  })
})

describe('nginx', () => {
  test('reloads: other workers, the same master; and drains by its configuration', async () => {
    await using stack = await platform.start('stateful-sticky-nginx', { trial: 'b2', servers: 2 })
    const { container } = serviceIn(stack.cluster, 'nginx')
    const before = await processes(container, 'nginx: worker')
    await strike(stack, reload())
    expect(await eventually(async () => (await processes(container, 'nginx: worker')) !== before)).toBe(true)

    await stack.cluster.balancer.drain('web-2')
    expect(await said(container, 'grep', 'route=web-2', '/state/upstream.conf')).toMatch(/ drain;$/)
    expect(
      await eventually(async () => {
        const [first, ...more] = await serversOf(stack, 8)
        return first === 'web-1' && more.length === 0
      }),
    ).toBe(true)

    const web2 = serviceIn(stack.cluster, 'web-2')
    await strike(stack, { kind: 'drain', options: { service: 'web-2', deadlineMs: 1_000 } })
    await expect(inspect(web2.container)).rejects.toThrow('no such container')
    expect(await said(container, 'cat', '/state/upstream.conf')).not.toContain('web-2')
    expect(await answersAt(serviceIn(stack.cluster, 'nginx').address)).toBe(true)
  })
})

describe('Caddy', () => {
  // It resets connections that are made at that very moment, about one a reload: so not that nobody is refused.
  test('reloads: it says itself when it last did', async () => {
    await using stack = await platform.start('stateful-sticky-caddy', { trial: 'b3', servers: 2 })
    const { container } = serviceIn(stack.cluster, 'caddy')
    const lastReload = async () => {
      const metrics = await said(container, 'curl', '--silent', 'http://localhost:2019/metrics')
      return /^caddy_config_last_reload_success_timestamp_seconds (\S+)$/m.exec(metrics)?.[1]
    }
    const before = await lastReload()
    expect(before).toBeDefined()
    await strike(stack, reload())
    expect(await lastReload()).not.toBe(before)
    expect([...(await serversOf(stack, 8))].sort()).toEqual(['web-1', 'web-2'])
  })
})
