import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consistentHash } from '../reports/placement/consistent-hash.ts'
import { sourceHash } from '../reports/placement/source-hash.ts'
import { type APlatform, aPlatform } from './docker/a-platform.ts'
import { aBrowser } from './targets/a-browser.ts'
import { type ATarget, addressOf, aTarget, visitorOf } from './targets/a-target.ts'

// Where balancers send users, steady and when a server comes or goes, against where they were computed to go.

const { signal } = new AbortController()
/** As haproxy.cfg gives every server. */
const weight = 10
const visitors = Array.from({ length: 300 }, (_, number) => number)

let platform: APlatform
beforeAll(async () => {
  platform = await aPlatform()
})
afterAll(() => platform[Symbol.asyncDispose]())

/** One more server, which the balancer has begun to use. */
async function addServer({ stack: { cluster } }: ATarget): Promise<string> {
  using watch = cluster.watch()
  const added = await cluster.addServer(signal)
  await cluster.balancer.add(added)
  await watch.find(({ service, action }) => service === added.name && action === 'up', 60_000, signal)
  return added.name
}

/** The balancer has noticed it. */
async function killServer({ stack: { cluster } }: ATarget, name: string): Promise<void> {
  using watch = cluster.watch()
  await cluster.kill(name, signal)
  await watch.find(({ service, action }) => service === name && action === 'down', 60_000, signal)
}

/** The server that each visitor is sent to, a few at a time. */
async function placesOf(ask: (visitor: number) => Promise<string | undefined>): Promise<string[]> {
  const places: string[] = []
  for (let from = 0; from < visitors.length; from += 20) {
    const some = visitors.slice(from, from + 20)
    places.push(...(await Promise.all(some.map(async (visitor) => (await ask(visitor)) ?? 'nobody'))))
  }
  return places
}

const shareMoved = (before: readonly string[], after: readonly string[]): number =>
  before.filter((place, visitor) => place !== after[visitor]).length / before.length

describe.each([
  {
    name: 'stateful-consistent-hash',
    by: 'the ring hash of a cookie',
    askAs:
      ({ stack: { url } }: ATarget) =>
      async (visitor: number) => {
        const cookies = new Map([['visitor', visitorOf(visitor)]])
        return (await aBrowser({ url, cookies }).ask('GET', '/session')).server
      },
    computed(servers: readonly string[]) {
      const place = consistentHash(
        servers.map((name) => ({ name, id: Number(name.slice('web-'.length)) })),
        weight,
      )
      return visitors.map((visitor) => place(visitorOf(visitor)))
    },
    // One of four servers is new; of three one is gone.
    ideal: { added: 1 / 4, killed: 1 / 4 },
  },
  {
    name: 'stateful-source-hash',
    by: 'the map hash of an address',
    askAs:
      ({ stack: { proxyUrl: url } }: ATarget) =>
      async (visitor: number) =>
        (await aBrowser({ url, address: addressOf(visitor) }).ask('GET', '/session')).server,
    computed(servers: readonly string[]) {
      const place = sourceHash(servers)
      return visitors.map((visitor) => place(addressOf(visitor)))
    },
    // Adjacent addresses modulo three, modulo four, modulo three: three of four go elsewhere each time.
    ideal: { added: 3 / 4, killed: 3 / 4 },
  },
])('$by sends each of 300 visitors where it was computed', ({ name, askAs, computed, ideal }) => {
  let target: ATarget
  let ask: (visitor: number) => Promise<string | undefined>
  const places: Record<string, string[]> = {}
  beforeAll(async () => {
    target = await aTarget(platform, name)
    ask = askAs(target)
  })
  afterAll(() => target[Symbol.asyncDispose]())

  test('to three servers, and always the same', async () => {
    places.three = await placesOf(ask)
    expect(places.three).toEqual(computed(['web-1', 'web-2', 'web-3']))
    expect(await placesOf(ask)).toEqual(places.three)
  })

  test('with a fourth one, which moves the computed share', async () => {
    expect(await addServer(target)).toBe('web-4')
    places.four = await placesOf(ask)
    expect(places.four).toEqual(computed(['web-1', 'web-2', 'web-3', 'web-4']))
    const moved = shareMoved(places.three ?? [], places.four)
    expect(Math.abs(moved - ideal.added)).toBeLessThan(0.1)
  })

  test('without one that was killed, which moves the computed share', async () => {
    await killServer(target, 'web-2')
    places.left = await placesOf(ask)
    expect(places.left).toEqual(computed(['web-1', 'web-3', 'web-4']))
    const moved = shareMoved(places.four ?? [], places.left)
    expect(Math.abs(moved - ideal.killed)).toBeLessThan(0.1)
  })

  test('without one that was removed', async () => {
    await target.stack.cluster.balancer.remove('web-4')
    expect(await placesOf(ask)).toEqual(computed(['web-1', 'web-3']))
  })
})

test.each(['stateful-sticky', 'stateful-stick-table', 'stateful-sticky-nginx', 'stateful-sticky-caddy'])(
  '%s: everybody stays when a server is added, which then gets new users',
  async (name) => {
    await using target = await aTarget(platform, name)
    const users = []
    for (let n = 0; n < 60; n += 1) users.push(await target.aUser())
    const added = await addServer(target)
    for (const user of users) {
      expect(await user.ask('GET', '/session')).toMatchObject({ status: 200, server: user.home })
    }
    const homes = new Set<string>()
    for (let n = 0; n < 60; n += 1) homes.add((await target.aUser()).home)
    expect([...homes].sort()).toEqual(['web-1', 'web-2', 'web-3', added])
  },
)
