import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StackSettings } from '../engine/journal/stack-settings.ts'
import type { RunningStack } from '../engine/platform.ts'
import { type APlatform, aPlatform } from './docker/a-platform.ts'
import { eventually } from './eventually.ts'
import { inspect, said, serviceIn } from './faults/look.ts'
import { aBrowser } from './targets/a-browser.ts'

// What a scenario changes of the stack, asked of what runs.

const settings: Required<StackSettings> = {
  loginCost: 1_024,
  requestCost: 64,
  writeTakesMs: 30,
  affinityExpiresMs: 300_000,
  stickTableEntries: 100,
  sessionTtlMs: 90_000,
  webCpus: 0.5,
}

let platform: APlatform
beforeAll(async () => {
  platform = await aPlatform()
})
afterAll(() => platform?.[Symbol.asyncDispose]())

const tableOf = ({ cluster }: RunningStack) =>
  said(
    serviceIn(cluster, 'haproxy').container,
    'sh',
    '-c',
    'echo "show table web" | socat - /state/admin.sock',
  )

async function login({ url }: RunningStack) {
  const browser = aBrowser({ url })
  // Its server has half a core: when a check is late, nobody is there to serve for a moment.
  await eventually(async () =>
    expect(await browser.ask('POST', '/session', { body: { owner: 'user-1' } })).toMatchObject({
      status: 201,
    }),
  )
  return browser
}

test('the table of a balancer has the size, and its entries the time, that were set', async () => {
  await using stack = await platform.start('stateful-stick-table', { servers: 1, settings })
  await login(stack)
  const table = await tableOf(stack)
  expect(table).toContain('size:100, used:1')
  const leftMs = Number(/exp=(\d+)/.exec(table)?.[1])
  expect(leftMs).toBeGreaterThan(0)
  // Unless told otherwise it would be half an hour.
  expect(leftMs).toBeLessThanOrEqual(300_000)
})

test('web servers, an added one too, have what was set; the balancer dates its cookie', async () => {
  await using stack = await platform.start('stateful-sticky', { servers: 1, settings })
  await stack.cluster.addServer(new AbortController().signal)
  for (const name of ['web-1', 'web-2']) {
    const { Config, HostConfig } = await inspect(serviceIn(stack.cluster, name).container)
    expect(Config.Env).toEqual(
      expect.arrayContaining([
        'LOGIN_COST=1024',
        'REQUEST_COST=64',
        'WRITE_TAKES_MS=30',
        'SESSION_TTL_SECONDS=90',
      ]),
    )
    expect(HostConfig.NanoCpus).toBe(0.5e9)
  }
  expect((await login(stack)).cookie('SERVER')).toMatch(/^web-1\|/)
})
