import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EventWatch } from '../engine/cluster.ts'
import { consistentHash } from '../reports/placement/consistent-hash.ts'
import { sourceHash } from '../reports/placement/source-hash.ts'
import { type APlatform, aPlatform } from './docker/a-platform.ts'
import { eventually } from './eventually.ts'
import { type ABrowser, type Answer, aBrowser } from './targets/a-browser.ts'
import { type ATarget, addressOf, aTarget, logins, servers, visitorOf } from './targets/a-target.ts'
import { wasMistaken } from './targets/unless-mistaken.ts'

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

/** A target, and what its balancer has said of the servers since all of them were up. */
interface WatchedTarget extends ATarget {
  watch: EventWatch
}

async function aWatchedTarget(name: string): Promise<WatchedTarget> {
  const target = await aTarget(platform, name)
  return { ...target, watch: target.stack.cluster.watch() }
}

async function statusOf({ stack: { cluster } }: ATarget, name: string): Promise<string | undefined> {
  return (await cluster.balancer.servers()).find(({ server }) => server === name)?.status
}

/** One more server, which the balancer has begun to use. */
async function addServer(target: ATarget): Promise<string> {
  const { cluster } = target.stack
  const added = await cluster.addServer(signal)
  await cluster.balancer.add(added)
  await eventually(async () => expect(await statusOf(target, added.name)).toBe('UP'))
  return added.name
}

/** The balancer has noticed it. */
async function killServer(target: ATarget, name: string): Promise<void> {
  await target.stack.cluster.kill(name, signal)
  await eventually(async () => expect(await statusOf(target, name)).toMatch(/^DOWN/))
}

/** What web servers answer to each, a few at a time. */
async function answersTo(browsers: readonly ABrowser[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let from = 0; from < browsers.length; from += 20) {
    answers.push(...(await Promise.all(browsers.slice(from, from + 20).map(answerTo))))
  }
  return answers
}

/** Where the balancer answers for itself it has sent nobody anywhere, because it had to wait for too long. */
function answerTo(browser: ABrowser): Promise<Answer> {
  return eventually(async () => {
    // A copy: she keeps no cookie of a server that she was sent to by mistake.
    const answer = await browser.copy().ask('GET', '/session')
    expect(answer.server).toBeDefined()
    return answer
  })
}

/**
 * What is to be seen is seen at the first look. Only where the balancer was mistaken about a server it may send users
 * elsewhere until it has found that out.
 */
async function expectUnlessMistaken<T>(
  target: WatchedTarget,
  look: () => Promise<T>,
  expected: T,
): Promise<void> {
  const seen = await look()
  if (!isDeepStrictEqual(seen, expected) && (await wasMistaken(target, target.watch))) {
    await eventually(async () => expect(await look()).toEqual(expected))
  } else {
    expect(seen).toEqual(expected)
  }
}

const shareMoved = (before: readonly unknown[], after: readonly unknown[]): number =>
  before.filter((place, visitor) => place !== after[visitor]).length / before.length

describe.each([
  {
    name: 'stateful-consistent-hash',
    by: 'the ring hash of a cookie',
    browserOf: ({ stack: { url } }: ATarget, visitor: number) =>
      aBrowser({ url, cookies: new Map([['visitor', visitorOf(visitor)]]) }),
    computed(names: readonly string[]) {
      const place = consistentHash(
        names.map((name) => ({ name, id: Number(name.slice('web-'.length)) })),
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
    browserOf: ({ stack: { proxyUrl: url } }: ATarget, visitor: number) =>
      aBrowser({ url, address: addressOf(visitor) }),
    computed(names: readonly string[]) {
      const place = sourceHash(names)
      return visitors.map((visitor) => place(addressOf(visitor)))
    },
    // Adjacent addresses modulo three, modulo four, modulo three: three of four go elsewhere each time.
    ideal: { added: 3 / 4, killed: 3 / 4 },
  },
])('$by sends each of 300 visitors where it was computed', ({ name, browserOf, computed, ideal }) => {
  const [three, four, left] = [
    computed(['web-1', 'web-2', 'web-3']),
    computed(['web-1', 'web-2', 'web-3', 'web-4']),
    computed(['web-1', 'web-3', 'web-4']),
  ]
  let target: WatchedTarget
  beforeAll(async () => {
    target = await aWatchedTarget(name)
  })
  afterAll(() => target[Symbol.asyncDispose]())

  async function places(): Promise<(string | undefined)[]> {
    const answers = await answersTo(visitors.map((visitor) => browserOf(target, visitor)))
    return answers.map(({ server }) => server)
  }

  test('to three servers, and always the same', async () => {
    await expectUnlessMistaken(target, places, three)
    await expectUnlessMistaken(target, places, three)
  })

  test('with a fourth one, which moves the computed share', async () => {
    expect(await addServer(target)).toBe('web-4')
    await expectUnlessMistaken(target, places, four)
    expect(Math.abs(shareMoved(three, four) - ideal.added)).toBeLessThan(0.1)
  })

  test('without one that was killed, which moves the computed share', async () => {
    await killServer(target, 'web-2')
    await expectUnlessMistaken(target, places, left)
    expect(Math.abs(shareMoved(four, left) - ideal.killed)).toBeLessThan(0.1)
  })

  test('without one that was removed', async () => {
    await target.stack.cluster.balancer.remove('web-4')
    await expectUnlessMistaken(target, places, computed(['web-1', 'web-3']))
  })
})

test.each(['stateful-sticky', 'stateful-stick-table', 'stateful-sticky-nginx', 'stateful-sticky-caddy'])(
  '%s: everybody stays when a server is added, which then gets new users',
  async (name) => {
    await using target = await aWatchedTarget(name)
    const users = await logins(target, 60)
    const added = await addServer(target)

    const places = async () => {
      const answers = await answersTo(users.map(({ browser }) => browser))
      return answers.map(({ server, status }) => ({ server, status }))
    }
    await expectUnlessMistaken(
      target,
      places,
      users.map(({ home }) => ({ server: home, status: 200 })),
    )

    const homes = async () => [...new Set((await logins(target, 60)).map(({ home }) => home))].sort()
    await expectUnlessMistaken(target, homes, [...servers, added])
  },
)
