import { expect } from 'vitest'
import { loadTarget } from '../../engine/catalogue/targets.ts'
import type { TargetDescription } from '../../engine/journal/descriptions.ts'
import type { RunningStack } from '../../engine/platform.ts'
import type { APlatform } from '../docker/a-platform.ts'
import { eventually } from '../eventually.ts'
import { type ABrowser, type Answer, aBrowser } from './a-browser.ts'

export const servers = ['web-1', 'web-2', 'web-3']

/** A target that runs, and the users whom a test sends there. */
export interface ATarget extends AsyncDisposable {
  readonly description: TargetDescription
  readonly stack: RunningStack
  /** Users go from server to server, and no server knows what another one does: the broken control. */
  readonly isControl: boolean
  /** Somebody who has logged in. */
  aUser(owner?: string): Promise<AUser>
}

/** The number tells her address and her visitor's cookie, as the traffic generator gives them. */
export interface AUser {
  readonly number: number
  readonly owner: string
  readonly browser: ABrowser
  /** The server that answered her login. */
  readonly home: string
  /** As she does it: through the balancer, or, of the broken control, at her server itself. */
  ask(method: string, path: string, body?: object): Promise<Answer>
}

export async function aTarget(platform: APlatform, name: string): Promise<ATarget> {
  const description = await loadTarget(name)
  const stack = await platform.start(name, { trial: name })
  await warmUp(stack)
  if (description.services.length > 0) await eventually(() => findEachOthers(stack))
  const isControl = description.sessions === 'memory' && description.affinity === 'none'
  let number = 0
  return {
    description,
    stack,
    isControl,
    async aUser(named) {
      number += 1
      const owner = named ?? `user-${number}`
      const byAddress = description.affinity === 'source-hash'
      const browser = aBrowser({
        url: byAddress ? stack.proxyUrl : stack.url,
        address: byAddress ? addressOf(number) : undefined,
        cookies: new Map([['visitor', visitorOf(number)]]),
      })
      const { server: home = '' } = await eventually(() => login(browser, owner))
      const place = isControl ? { at: stack.serverUrl(home) } : {}
      return {
        number,
        owner,
        browser,
        home,
        ask: (method, path, body) =>
          served(() => browser.ask(method, path, { ...place, ...(body && { body }) })),
      }
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}

/**
 * A store that has just started may be too slow for the first ones, or a web server not yet connected to all of its
 * nodes: they say so, by 503. Trials have a warm-up for that.
 */
async function warmUp(stack: RunningStack): Promise<void> {
  for (const server of servers) {
    const visitor = aBrowser({ url: stack.serverUrl(server) })
    for (let logins = 0; logins < 15; logins += 1) await eventually(() => login(visitor, 'a visitor'))
  }
}

const nobodyServes = [502, 503, 504]

/** Asks again while a store is too slow, or a balancer finds no server: a busy machine may have that for a moment. */
export const served = (ask: () => Promise<Answer>): Promise<Answer> =>
  eventually(async () => {
    const answer = await ask()
    expect(nobodyServes).not.toContain(answer.status)
    return answer
  })

async function login(browser: ABrowser, owner: string): Promise<Answer> {
  const answer = await browser.ask('POST', '/session', { body: { owner } })
  expect(answer.status, `the answer to the login of ${owner}`).toBe(201)
  return answer
}

/** One after the other, so that a balancer which takes turns gives each server its share. */
export async function logins(target: ATarget, count: number): Promise<AUser[]> {
  const users: AUser[] = []
  while (users.length < count) users.push(await target.aUser())
  return users
}

/**
 * Every server finds what another one has stored: one that has not reached all nodes of its store may seek, and store,
 * elsewhere.
 */
export async function findEachOthers(stack: RunningStack): Promise<void> {
  for (const home of servers) {
    for (let logins = 0; logins < 10; logins += 1) {
      const visitor = aBrowser({ url: stack.serverUrl(home) })
      await login(visitor, 'a visitor')
      for (const name of servers) {
        const { status } = await visitor.ask('GET', '/session', { at: stack.serverUrl(name) })
        expect(status).toBe(200)
      }
    }
  }
}

/** What the browser of a user carries before she logs in. */
export const visitorOf = (user: number) => `visitor-${user}`

/** The address of a user, as `traffic/plan.go` gives it where there is one for each. */
export const addressOf = (user: number) => `10.64.${(user + 1) >> 8}.${(user + 1) & 255}`
