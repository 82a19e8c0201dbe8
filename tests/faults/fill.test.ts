import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cluster } from '../../engine/cluster.ts'
import { fill } from '../../engine/faults/fill.ts'
import type { RunningStack } from '../../engine/platform.ts'
import { type APlatform, aPlatform } from '../docker/a-platform.ts'
import { eventually } from '../eventually.ts'
import { injectInto } from './inject.ts'
import { memcachedSaysAt, said, serviceIn } from './look.ts'

let platform: APlatform
beforeAll(async () => {
  platform = await aPlatform()
})
afterAll(() => platform[Symbol.asyncDispose]())

const headers = { 'content-type': 'application/json' }
const login = ({ url }: RunningStack) =>
  fetch(`${url}/session`, { method: 'POST', body: '{"owner":"a"}', headers })
/** Waits until one who logs in is told so. */
const untilLoginSays = (stack: RunningStack, status: number) =>
  eventually(async () => {
    const answer = await login(stack)
    expect(answer.status).toBe(status)
    return answer
  })

/** Nothing is put into the store, which can be asked as before. */
const deaf = (cluster: Cluster, puts: string): Cluster => ({
  ...cluster,
  run: async (name, command, signal) =>
    command.some((word) => word.includes(puts)) ? '' : cluster.run(name, command, signal),
})

describe('Redis', () => {
  test('full, it refuses writes and goes on to answer reads; emptied, all is as before', async () => {
    await using stack = await platform.start('stateless-redis', { servers: 2 })
    const { cluster } = stack
    const sessions = () => said(serviceIn(cluster, 'redis').container, 'redis-cli', 'DBSIZE')
    const sabotaged = await injectInto(deaf(cluster, 'SETRANGE'), fill('store', { upTo: 0.95 }))
    expect(sabotaged).toMatchObject({ verdicts: ['mismatch'], victims: ['redis'] })

    const { headers: told } = await untilLoginSays(stack, 201)
    const cookie = told.getSetCookie().join('; ').split(';')[0] ?? ''
    const before = await sessions()
    const { verdicts, reasons, undo } = await injectInto(cluster, fill('store'))
    expect({ verdicts, reasons }).toMatchObject({ verdicts: ['confirmed'] })
    await untilLoginSays(stack, 503)
    await eventually(async () =>
      expect((await fetch(`${stack.url}/session`, { headers: { cookie } })).status).toBe(200),
    )
    await undo()
    expect(await sessions()).toBe(before)
    await untilLoginSays(stack, 201)
  })
})

describe('Memcached', () => {
  test('full, it throws out what is oldest; emptied, nothing of ours is left', async () => {
    await using stack = await platform.start('stateless-memcached', { trial: 'b2', servers: 1 })
    const { cluster } = stack
    const sabotaged = await injectInto(deaf(cluster, 'set '), fill('store'))
    expect(sabotaged).toMatchObject({ verdicts: ['mismatch'] })

    const { verdicts, reasons, victims, undo } = await injectInto(cluster, fill('store'))
    expect({ verdicts, reasons }).toMatchObject({ verdicts: ['confirmed'] })
    const { address } = serviceIn(cluster, victims[0] ?? '')
    const stat = async (name: string) =>
      Number(new RegExp(`STAT ${name} (\\d+)`).exec(await memcachedSaysAt(address, 'stats'))?.[1])
    expect(await stat('evictions')).toBeGreaterThan(0)
    await undo()
    expect(await stat('curr_items')).toBe(0)
    await untilLoginSays(stack, 201)
  })
})
