import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import type { TargetDescription } from '../../engine/journal/descriptions.ts'
import { predictionRules } from '../../reports/prediction/rules.ts'
import { aSession } from '../../reports/testing/synthetic-sessions.ts'
import { isLost } from '../../reports/trial/session-tally.ts'
import { digest } from '../../targets/web/items.ts'
import { eventually } from '../eventually.ts'
import { aBrowser } from './a-browser.ts'
import { type ATarget, type AUser, addressOf, findEachOthers, logins, served, servers } from './a-target.ts'
import { underLoad } from './under-load.ts'
import { unlessMistaken } from './unless-mistaken.ts'
import { withoutItsStore } from './without-its-store.ts'

const withoutStore = 'without its store it answers 503, never 404, and is back by itself with the session'
const { signal } = new AbortController()
/** Only what never comes takes as long. */
const limitMs = 120_000

const othersThan = (home: string) => servers.filter((name) => name !== home)

/** The session of a user, with these items. */
const sessionOf = (owner: string, items: readonly number[]) => ({
  owner,
  count: items.length,
  digest: digest(owner, items),
})

/**
 * What every target does, in this order on one stack. Expiry is not among it: no clock can be moved here, so that it
 * would be waited for; the tests of the stores and of the middlewares have it.
 */
const checks: Record<string, (target: ATarget) => Promise<void>> = {
  async 'everything that it is made of tells its version'({ stack }) {
    const kinds = stack.services.map(({ role }) => (role === 'web' ? 'node' : role.replace(/-\d+$/, '')))
    expect(Object.keys(stack.versions)).toEqual(expect.arrayContaining(kinds))
    for (const version of Object.values(stack.versions)) expect(version).toMatch(/^\d+\.\d+/)
  },

  async 'users log in, write and read, each her own session'(target) {
    const users = await logins(target, 6)
    for (const user of users) {
      expect(await user.ask('POST', '/session/items', { item: user.number })).toMatchObject({
        status: 200,
        body: sessionOf(user.owner, [user.number]),
      })
    }
    for (const user of users) {
      expect(await user.ask('GET', '/session')).toMatchObject({
        status: 200,
        body: sessionOf(user.owner, [user.number]),
      })
    }
  },

  async 'a user with an address of her own is served on the port of the PROXY protocol'({ stack }) {
    const browser = aBrowser({ url: stack.proxyUrl, address: addressOf(7) })
    const login = await served(() => browser.ask('POST', '/session', { body: { owner: 'user-7' } }))
    expect(login).toMatchObject({ status: 201, body: sessionOf('user-7', []) })
  },

  async 'another server has the session, but for server memory'(target) {
    const { description, stack } = target
    const user = await target.aUser()
    await user.ask('POST', '/session/items', { item: 1 })
    const [other = ''] = othersThan(user.home)
    const visitor = user.browser.copy()
    const answer = await served(() => visitor.ask('GET', '/session', { at: stack.serverUrl(other) }))
    expect(answer).toMatchObject(
      description.sessions === 'memory'
        ? { status: 404, server: other }
        : { status: 200, server: other, body: sessionOf(user.owner, [1]) },
    )
  },

  async 'a user stays with her server where the balancer has affinity, and goes round where it has none'(
    target,
  ) {
    const user = await target.aUser()
    const seen = new Set([user.home])
    const look = async () => {
      seen.add((await served(() => user.browser.ask('GET', '/session'))).server ?? '')
      return [...seen].sort()
    }
    if (target.description.affinity === 'none') {
      // A server that is down for a moment has its turn later.
      await eventually(async () => expect(await look()).toEqual(servers))
    } else {
      for (let n = 0; n < 6; n += 1) expect(await look()).toEqual([user.home])
    }
  },

  async 'the same write twice is stored once'(target) {
    const user = await target.aUser()
    for (const item of [1, 2, 2, 1]) await user.ask('POST', '/session/items', { item })
    expect((await user.ask('GET', '/session')).body).toEqual(sessionOf(user.owner, [1, 2]))
  },

  async 'a logout ends the session also for an old copy of the cookie; a session in the cookie lives on in it'(
    target,
  ) {
    const user = await target.aUser()
    await user.ask('POST', '/session/items', { item: 1 })
    const old = user.browser.copy()
    const at = target.stack.serverUrl(user.home)
    expect((await user.ask('DELETE', '/session')).status).toBe(204)
    expect((await user.ask('GET', '/session')).status).toBe(404)
    expect((await user.ask('POST', '/session/items', { item: 2 })).status).toBe(404)
    const afterwards = [
      await served(() => old.ask('POST', '/session/items', { body: { item: 2 }, at })),
      await served(() => old.ask('GET', '/session', { at })),
    ]
    expect(afterwards.map(({ status }) => status)).toEqual(
      target.description.sessions === 'cookie' ? [200, 200] : [404, 404],
    )
  },

  async 'an owner of any letters comes back as she was'(target) {
    const owner = 'Zoë 木村 🦩 "quoted" \\ 100 %; a=b'
    const user = await target.aUser(owner)
    expect((await user.ask('GET', '/session')).body).toEqual(sessionOf(owner, []))
  },

  async 'what is too large is refused with 413, and leaves the session as it was'(target) {
    const user = await target.aUser()
    const visitor = user.browser.copy()
    const tooLong = await visitor.ask('POST', '/session', { body: { owner: 'x'.repeat(257) } })
    expect(tooLong.status).toBe(413)
    const padded = await user.ask('POST', '/session/items', { item: 1, padding: 'x'.repeat(5_000) })
    expect(padded.status).toBe(413)
    expect((await user.ask('GET', '/session')).body).toEqual(sessionOf(user.owner, []))
    if (target.description.sessions === 'cookie') await fillTheCookie(user)
  },

  async '200 users at once: no wrong answer, and a ledger that balances'(target) {
    const { description, isControl } = target
    const { total, residuals, anomalies, sessions, affinity } = await underLoad(target)
    expect(residuals).toEqual(residuals.map(() => 0))
    // Where a session lives in the cookie, one that has ended is there for whoever kept it: nothing else is wrong.
    const zombies = anomalies.filter((anomaly) => anomaly === 'zombie').length
    const inBrowser = description.sessions === 'cookie'
    expect(zombies > 0).toBe(inBrowser)
    expect(sessions.filter(({ fate }) => fate === 'resurrected')).toHaveLength(zombies)
    expect(new Set(anomalies)).toEqual(new Set(isControl ? ['missing'] : inBrowser ? ['zombie'] : []))
    // A store that is too slow, on a busy machine, says 503.
    expect(total('ok')).toBeGreaterThan(total('sent') / (isControl ? 10 : 2))
    const accounted = total('ok') + total('failed') + total('wrong') + (isControl ? total('rejected') : 0)
    expect(accounted).toBe(total('sent'))
    if (!isControl) expect(sessions.filter(isLost)).toEqual([])

    expect(affinity.home).toBeGreaterThan(0)
    if (description.affinity === 'none') expect(affinity.elsewhere).toBeGreaterThan(affinity.home)
    else expect(affinity.elsewhere).toBe(0)
  },

  async [withoutStore](target) {
    const { stack } = target
    const user = await target.aUser()
    await user.ask('POST', '/session/items', { item: 1 })
    // A server itself: the balancer has none that is healthy to ask. And not hers, which may have a copy.
    const [away = ''] = othersThan(user.home)
    const ask = (method: string, path: string, name: string, body?: object) =>
      user.browser.ask(method, path, { at: stack.serverUrl(name), ...(body && { body }) })
    await withoutItsStore(target, async () => {
      expect(await ask('GET', '/session', away)).toMatchObject({ status: 503, server: away })
      expect(await ask('POST', '/session/items', away, { item: 2 })).toMatchObject({
        status: 503,
        server: away,
      })
    })
    const seen = new Set<number>()
    for (const name of servers) {
      await eventually(async () => {
        const { status } = await ask('GET', '/session', name)
        seen.add(status)
        expect(status).toBe(200)
      })
    }
    // Nodes come back one after the other: meanwhile this store looks for the session on those that are there.
    const looksElsewhere = target.description.sessions === 'memcached-rehash'
    if (!looksElsewhere) expect([...seen]).not.toContain(404)
    await stack.untilHealthy(limitMs, signal)
    await eventually(() => findEachOthers(stack))
    await user.ask('POST', '/session/items', { item: 2 })
    expect((await user.ask('GET', '/session')).body).toEqual(sessionOf(user.owner, [1, 2]))
  },

  async 'when a server dies, exactly the predicted sessions are gone'(target) {
    const { cluster } = target.stack
    const users = await logins(target, 12)
    const [{ home: victim } = { home: '' }] = users
    const serversUp = cluster.services().flatMap(({ name, role }) => (role === 'web' ? name : []))
    using watch = cluster.watch()
    await cluster.kill(victim, signal)
    const fault = {
      fault: 'f1',
      kind: 'kill',
      victims: [victim],
      serversUp,
      addresses: 200,
      fromMs: 0,
      toMs: 0,
      strikes: [],
    }
    const predicts = predictionRules[target.description.predicts.kill ?? 'unpredicted'](fault)
    const word = watch.find(({ service, action }) => service === victim && action === 'down', limitMs, signal)
    // On a busy machine its checks may have failed before it died: then no word comes any more.
    const isDown = async () =>
      (await cluster.balancer.servers()).some(
        ({ server, status }) => server === victim && status.startsWith('DOWN'),
      )
    const askers = users.map(({ browser }) => browser.copy())
    let over = false
    while (!over) {
      // A balancer without health checks is told by those who ask.
      await Promise.all(askers.map((browser) => browser.ask('GET', '/session')))
      over = (await isDown()) || (await Promise.race([word.then(() => true), pause()]))
    }
    expect((await isDown()) || (await word) !== undefined, 'the balancer noticed').toBe(true)
    if (!predicts) return
    const answers: Record<string, number> = {}
    for (const user of users) answers[user.owner] = (await user.ask('GET', '/session')).status
    const predicted = users.map(({ number, home, owner }) => {
      const gone = predicts(aSession(`u${number}.1`, { user: number, homeServer: home }))
      return [owner, gone ? 404 : 200]
    })
    expect(answers).toEqual(Object.fromEntries(predicted))
  },
}

/** The checks that are only for some targets; what a target has no store for can't be without it. */
const onlyFor: Record<string, (target: TargetDescription) => boolean> = {
  [withoutStore]: ({ services }) => services.length > 0,
}

/** Rejects where the target is not what it claims to be. */
export async function perform(check: string, target: ATarget): Promise<void> {
  const act = async () => checks[check]?.(target)
  // Without its store it is not healthy, and the balancer is right to say so.
  await (check === withoutStore ? act() : unlessMistaken(target, act))
}

/** The names of the checks that are for a target. */
export function checksFor(target: TargetDescription): string[] {
  return Object.keys(checks).filter((check) => onlyFor[check]?.(target) ?? true)
}

const pause = () => setTimeout(50).then(() => false)

/** Writes until the session would not fit into a cookie any more: it stays as it was before that. */
async function fillTheCookie(user: AUser): Promise<void> {
  const items: number[] = []
  for (let item = Number.MAX_SAFE_INTEGER; items.length < 400; item -= 1) {
    const { status } = await user.ask('POST', '/session/items', { item })
    if (status === 413) break
    expect(status).toBe(200)
    items.push(item)
  }
  expect(items.length).toBeGreaterThan(50)
  expect(items.length).toBeLessThan(400)
  expect((await user.ask('GET', '/session')).body).toEqual(sessionOf(user.owner, items))
}
