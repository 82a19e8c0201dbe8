import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add } from '../../engine/faults/add.ts'
import { drain } from '../../engine/faults/drain.ts'
import type { PlannedFault } from '../../engine/faults/fault.ts'
import { reload } from '../../engine/faults/reload.ts'
import { remove } from '../../engine/faults/remove.ts'
import { roll } from '../../engine/faults/roll.ts'
import type { RunningStack } from '../../engine/platform.ts'
import { type APlatform, aPlatform } from '../docker/a-platform.ts'
import { eventually } from '../eventually.ts'
import { injectInto } from './inject.ts'
import { inspect, refusedDuring, said, serviceIn, untilItAnswers } from './look.ts'

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

/** Who answers as many users who were never here before; nobody where the balancer answers for itself. */
async function serversOf(stack: RunningStack, users: number): Promise<(string | null)[]> {
  const login = async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${stack.url}/session`, { method: 'POST', body: '{"owner":"a"}', headers })
    return answer.headers.get('served-by')
  }
  return [...new Set(await Promise.all(Array.from({ length: users }, login)))].sort()
}

/** As the balancer has them, once they are so: its checks may miss one on a busy machine. */
function untilItKnows({ cluster }: RunningStack, expected: readonly [server: string, status: string][]) {
  return eventually(async () => {
    const known = await cluster.balancer.servers()
    expect(known.map(({ server, status }) => [server, status])).toEqual(expected)
  })
}

/** The web servers that run. */
const webServersOf = ({ cluster }: RunningStack) =>
  cluster.services().flatMap(({ name, tier }) => (tier === 'web' ? name : []))

/** The processes of a container whose command line holds that, by their numbers. */
const processes = (container: string, name: string) =>
  said(container, 'sh', '-c', `grep -l "^${name}" /proc/[0-9]*/cmdline`)

describe('HAProxy', () => {
  test('reloads: another process works, with the servers that were added and removed; nobody is refused', async () => {
    await using stack = await platform.start('stateful-sticky', { servers: 2 })
    const { container } = serviceIn(stack.cluster, 'haproxy')
    await strike(stack, add())
    await strike(stack, drain({ deadline: '0ms' }))
    const left = webServersOf(stack)
    const before = await processes(container, 'haproxy')
    const { refused } = await refusedDuring(stack.url, () => strike(stack, reload()))
    expect(refused).toBe(0)
    await eventually(async () => expect(await processes(container, 'haproxy')).not.toBe(before))
    await untilItKnows(
      stack,
      left.map((name) => [name, 'UP']),
    )
    await eventually(async () => expect(await serversOf(stack, 8)).toEqual(left))
  })
})

describe('HAProxy with a map-based hash, whose servers are slots', () => {
  test('servers are rolled, removed and added again under their names', async () => {
    await using stack = await platform.start('stateful-source-hash', { servers: 2 })
    await strike(stack, roll({ drain: '1s' }))
    await untilItKnows(stack, [
      ['web-1', 'UP'],
      ['web-2', 'UP'],
    ])
    await strike(stack, remove({ pick: 'newest' }))
    await strike(stack, add())
    await untilItKnows(
      stack,
      webServersOf(stack).map((name) => [name, 'UP']),
    )
  })
})

describe('nginx', () => {
  test('reloads: other workers, the same master; and drains by its configuration', async () => {
    await using stack = await platform.start('stateful-sticky-nginx', { trial: 'b2', servers: 2 })
    const { container } = serviceIn(stack.cluster, 'nginx')
    const before = await processes(container, 'nginx: worker')
    await strike(stack, reload())
    await eventually(async () => expect(await processes(container, 'nginx: worker')).not.toBe(before))

    await stack.cluster.balancer.drain('web-2')
    expect(await said(container, 'grep', 'route=web-2', '/state/upstream.conf')).toMatch(/ drain;$/)
    await eventually(async () => expect(await serversOf(stack, 8)).toEqual(['web-1']))

    const web2 = serviceIn(stack.cluster, 'web-2')
    await strike(stack, { kind: 'drain', options: { service: 'web-2', deadlineMs: 1_000 } })
    await expect(inspect(web2.container)).rejects.toThrow('no such container')
    expect(await said(container, 'cat', '/state/upstream.conf')).not.toContain('web-2')
    await untilItAnswers(serviceIn(stack.cluster, 'nginx').address)
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
    // It picks at random for who is new: one time in 128 all eight come to the same.
    await eventually(async () => expect(await serversOf(stack, 8)).toEqual(['web-1', 'web-2']))
  })
})
