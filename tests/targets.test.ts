import { afterAll, beforeAll, describe, test } from 'vitest'
import { loadTarget, targetNames } from '../engine/catalogue/targets.ts'
import { type APlatform, aPlatform } from './docker/a-platform.ts'
import { type ATarget, aTarget } from './targets/a-target.ts'
import { checksFor, perform } from './targets/checks.ts'
import { twoAtATime } from './targets/two-at-a-time.ts'

// Every architecture behaves as what it claims to be, on its real stack. Nothing here is timed, so two stacks run at
// once, and each test tells how its check came out there.

const names = await targetNames()
const targets = new Map(
  await Promise.all(names.map(async (name) => [name, checksFor(await loadTarget(name))] as const)),
)
const checksOf = (name: string) => targets.get(name) ?? []
const outcomes = new Map(
  names.flatMap((name) =>
    checksOf(name).map((check) => [`${name}: ${check}`, Promise.withResolvers<void>()] as const),
  ),
)
const outcomeOf = (name: string, check: string) => outcomes.get(`${name}: ${check}`)
for (const { promise } of outcomes.values()) promise.catch(() => {})

async function conform(platform: APlatform, name: string): Promise<void> {
  const run = async (act: (check: string) => Promise<unknown>) => {
    for (const check of checksOf(name)) {
      await act(check).then(() => outcomeOf(name, check)?.resolve(), outcomeOf(name, check)?.reject)
    }
  }
  let target: ATarget
  try {
    target = await aTarget(platform, name)
  } catch (error) {
    return run(() => Promise.reject(error))
  }
  await using running = target
  await run((check) => perform(check, running))
}

let platform: APlatform
let all: Promise<void>
beforeAll(async () => {
  platform = await aPlatform()
  all = twoAtATime(names.map((name) => () => conform(platform, name)))
})
afterAll(async () => {
  await all
  await platform[Symbol.asyncDispose]()
})

describe.each(names)('%s', (name) => {
  test.each(checksOf(name))('%s', (check) => outcomeOf(name, check)?.promise)
})
