import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add } from '../engine/faults/add.ts'
import { kill } from '../engine/faults/kill.ts'
import { type APlatform, aPlatform } from './docker/a-platform.ts'
import { anExperiment, shortWith } from './experiment/an-experiment.ts'
import {
  instantOf,
  type Journal,
  livingOn,
  lost,
  only,
  recordsOf,
  victimOf,
  withoutMistakes,
} from './experiment/read-journal.ts'
import { type ATrial, aShort, aTrial } from './stores-in-trials/a-trial.ts'
import { containerOf } from './stores-in-trials/containers.ts'

// Whom a fault strikes, in whole trials: by the sessions that servers hold, and by name.

describe.each([
  { pick: 'mostSessions', start: 1, decisive: Math.max },
  { pick: 'fewestSessions', start: 2, decisive: Math.min },
] as const)(
  'a kill by $pick, where $start of three servers had all users log in',
  ({ pick, start, decisive }) => {
    const servers = ['web-1', 'web-2', 'web-3']
    let journal: Journal
    beforeAll(async () => {
      // Those that are added have 15 s to get up. They get users who log in again.
      const adds = servers.slice(start).map(() => ({ ...add(), atMs: 4_000 }))
      const faults = [...adds, { ...kill('web', { pick }), atMs: 19_000 }]
      const scenario = await shortWith('uneven', faults, 20_000)
      const operations = { read: 0.6, write: 0.3, logout: 0.1 }
      const { outcome, journals } = await anExperiment({
        targets: ['stateful-sticky'],
        scenarios: [{ ...scenario, servers: start, operations }],
      })
      const { id, status, reason } = only(outcome.trials)
      expect({ status, reason }).toEqual({ status: 'complete', reason: undefined })
      journal = journals.get(id) ?? []
    })

    /**
     * How many each had when the kill was asked for, by what the ledger says of every session in the end, and not by the
     * frames that picks are made by.
     */
    function held(): Map<string, number> {
      const atMs = instantOf(journal, only(recordsOf(journal, 'pick')).fault, 'requested')
      const there = recordsOf(journal, 'session').filter(
        ({ loginAtMs, logoutInvokedMs, signedOutAtMs }) =>
          loginAtMs < atMs && Math.min(logoutInvokedMs ?? atMs, signedOutAtMs ?? atMs) >= atMs,
      )
      return new Map(servers.map((server) => [server, livingOn(there, server).length]))
    }
    const victim = () => victimOf(journal, only(recordsOf(journal, 'pick')).fault)

    test('had all three to choose from, and is confirmed', () => {
      const steps = journal.flatMap((record) =>
        record.type === 'pick' ? 'pick' : record.type === 'verdict' ? record.verdict : [],
      )
      expect(steps).toEqual([...servers.slice(start).map(() => 'confirmed'), 'pick', 'confirmed'])
    })

    test('strikes the one that the ledger says holds them', () => {
      const count = decisive(...held().values())
      expect([victim()]).toEqual(servers.filter((server) => held().get(server) === count))
    })

    test('costs the sessions of that one', () => {
      const homes = lost(withoutMistakes(journal)).map(({ homeServer }) => homeServer)
      expect(new Set(homes)).toEqual(new Set([victim()]))
    })
  },
)

describe('one node of a store, by its name', () => {
  const nodes = ['memcached-1', 'memcached-2', 'memcached-3']
  let states: unknown[]
  let platform: APlatform
  let trial: ATrial
  beforeAll(async () => {
    platform = await aPlatform()
    const method = [{ ...kill('memcached-2'), id: 'f1', title: 'kill memcached-2', atMs: 3_000 }]
    trial = await aTrial(platform, {
      target: 'stateless-memcached',
      scenario: await aShort('steady', { name: 'kill-node', timeoutMs: 500, method }),
      during: {
        phase: 'recovery',
        async act(stack) {
          const found = await Promise.all(nodes.map((node) => containerOf(stack, node).inspect()))
          states = found.map(({ State }) => State)
        },
      },
      wholeWithinMs: 1_000,
    })
  })
  afterAll(() => platform[Symbol.asyncDispose]())

  test('is the one that the daemon calls dead, while the others run', () => {
    expect(only(trial.result.faults)).toMatchObject({ victim: 'memcached-2', verdict: 'confirmed' })
    expect(states).toMatchObject([{ Running: true }, { Running: false, ExitCode: 137 }, { Running: true }])
  })

  test('is missed with the sessions that it kept; those of the others survive', () => {
    const fates = recordsOf(trial.journal, 'session').map(({ fate }) => fate)
    const harmed = fates.filter((fate) => fate !== 'survived' && fate !== 'ended')
    expect(fates).toContain('survived')
    expect(harmed.length).toBeGreaterThan(0)
  })
})
