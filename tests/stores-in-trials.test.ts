import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../engine/clock.ts'
import { type APlatform, aPlatform } from './docker/a-platform.ts'
import { eventually } from './eventually.ts'
import { only, recordsOf } from './experiment/read-journal.ts'
import { freeze } from './freeze.ts'
import { type ATrial, aShort, aTrial } from './stores-in-trials/a-trial.ts'
import { containerOf, containerOnceItRuns, run, tellRedis } from './stores-in-trials/containers.ts'

// What stores do to sessions when they are in trouble, or too simple, as whole trials and their reports tell it.

let platform: APlatform
beforeAll(async () => {
  platform = await aPlatform()
})
afterAll(() => platform[Symbol.asyncDispose]())

/** The trial that the tests of one group read; it runs once. */
function ran(run: () => Promise<ATrial>): () => ATrial {
  let trial: ATrial | undefined
  beforeAll(async () => {
    trial = await run()
  })
  return () => {
    if (!trial) throw new Error('the trial was not run')
    return trial
  }
}

const sessionsOf = ({ journal }: ATrial) => recordsOf(journal, 'session')

/** What became of all sessions but those of whose logout nobody knows: its answer did not come in time. */
const fatesOf = (trial: ATrial) =>
  new Set(sessionsOf(trial).flatMap(({ fate, expectation }) => (expectation === 'may' ? [] : fate)))

/** Whether the hypothesis held, also where the machine was too busy for the trial to count. */
const held = ({ result }: ATrial) => result.hypothesis.tolerances.every((tolerance) => tolerance.held)

describe('two tabs of each user', () => {
  const scenario = () => aShort('two-tabs')

  describe.each(['stateless-redis-middleware', 'stateless-fastify-middleware'])('on %s', (target) => {
    const trial = ran(async () => aTrial(platform, { target, scenario: await scenario() }))

    test('lose each other’s writes, and the ledger sees it', () => {
      const { result, journal } = trial()
      expect(result).toMatchObject({ status: 'complete', ledger: { residual: 0 } })
      const overwritten = sessionsOf(trial()).filter(({ details }) => details.includes('lost_update'))
      expect(overwritten.length).toBeGreaterThan(0)
      for (const { fate, anomalies } of overwritten) {
        expect(fate).toBe('rolledBack')
        expect(anomalies.stale).toBeGreaterThan(0)
      }
      expect(recordsOf(journal, 'event').some(({ event }) => event === 'stale')).toBe(true)
      expect(result.metrics.ackedWritesMissing).toBeGreaterThan(0)
      expect(held(trial())).toBe(false)
    })
  })

  describe('on stateless-redis', () => {
    const trial = ran(async () => aTrial(platform, { target: 'stateless-redis', scenario: await scenario() }))

    test('lose nothing', () => {
      const { result } = trial()
      expect(result).toMatchObject({ status: 'complete', ledger: { residual: 0 } })
      expect(fatesOf(trial())).toEqual(new Set(['survived', 'ended']))
      for (const { fate, anomalies, acknowledgedWrites, observedWrites } of sessionsOf(trial())) {
        expect(anomalies).toEqual({})
        // A write that was not answered in time may be there as well.
        if (fate === 'survived') expect(observedWrites).toBeGreaterThanOrEqual(acknowledgedWrites)
      }
      expect(held(trial())).toBe(true)
    })
  })
})

describe('a fail-over to a replica that lags', () => {
  const sentinels = ['sentinel-1', 'sentinel-2', 'sentinel-3']
  /** By our clock: from when on nothing reached the replica, and when the primary died. */
  const cut = { askedUnixMs: 0, doneUnixMs: 0, endUnixMs: 0 }
  const trial = ran(async () =>
    aTrial(platform, {
      target: 'stateless-redis-sentinel',
      scenario: await aShort('steady', {
        operations: { read: 0.4, write: 0.4, logout: 0.2 },
        warmUpMs: 2_000,
        // Long enough for what is done meanwhile.
        durationMs: 14_000,
      }),
      async onceUp(stack) {
        const ask = (name: string, ...words: string[]) =>
          tellRedis(containerOf(stack, name), '-p', '26379', 'SENTINEL', ...words)
        for (const name of sentinels) {
          // They would ask the primary every 10 s who its replica is.
          await ask(name, 'DEBUG', 'INFO-PERIOD', '500')
          // The primary is called down when it is, and not because the machine stood still for 2 s.
          await ask(name, 'SET', 'sessions', 'down-after-milliseconds', '4000')
          await eventually(async () => {
            expect(await ask(name, 'CKQUORUM', 'sessions')).toMatch(/^OK 3 /)
            expect(await ask(name, 'REPLICAS', 'sessions')).toMatch(/^slave$/m)
          })
        }
      },
      during: {
        phase: 'baseline',
        async act(stack) {
          const [primary, replica] = [
            containerOf(stack, 'redis-primary'),
            containerOf(stack, 'redis-replica'),
          ]
          cut.askedUnixMs = Date.now()
          await freeze(replica)
          // What its socket has taken already it will have; frozen it can't ask for more.
          await tellRedis(primary, 'CLIENT', 'KILL', 'TYPE', 'replica')
          cut.doneUnixMs = Date.now()
          await setTimeout(3_000)
          cut.endUnixMs = Date.now()
          await primary.kill()
          await replica.unpause()
        },
      },
      // Sentinels who did not agree vote again after 20 s.
      wholeWithinMs: 90_000,
    }),
  )

  /** On the load's own time line. */
  const cutMs = () => {
    const { journal } = trial()
    const { daemonOffsetMs } = only(recordsOf(journal, 'clock'))
    const ms = (unixMs: number) => unixMs + daemonOffsetMs - only(recordsOf(journal, 'start')).unixMs
    return { asked: ms(cut.askedUnixMs), done: ms(cut.doneUnixMs), end: ms(cut.endUnixMs) }
  }

  test('rolls back writes that were acknowledged', () => {
    expect(trial().result).toMatchObject({ status: 'complete', ledger: { residual: 0 } })
    const rolledBack = sessionsOf(trial()).filter(({ fate }) => fate === 'rolledBack')
    expect(rolledBack.length).toBeGreaterThan(0)
    for (const { anomalies, observedWrites, acknowledgedWrites } of rolledBack) {
      expect(anomalies.stale).toBeGreaterThan(0)
      // One may be there that nobody acknowledged.
      expect(observedWrites).toBeLessThanOrEqual(acknowledgedWrites)
    }
  })

  test('loses the sessions whose logins the replica never heard of, and no other', () => {
    const { asked, done, end } = cutMs()
    const living = sessionsOf(trial()).filter(({ expectation }) => expectation === 'must')
    const unheardOf = living.filter(
      ({ loginInvokedMs, loginAtMs }) => loginInvokedMs > done && loginAtMs < end,
    )
    expect(unheardOf.length).toBeGreaterThan(0)
    expect(new Set(unheardOf.map(({ fate }) => fate))).toEqual(new Set(['lost']))
    for (const { fate, loginAtMs } of living) if (fate === 'lost') expect(loginAtMs).toBeGreaterThan(asked)
  })

  test('brings back the sessions whose logouts it never heard of, and no other', () => {
    const { asked, done, end } = cutMs()
    const { journal, result } = trial()
    const loggedOut = new Map(
      recordsOf(journal, 'event').flatMap(({ event, session, atMs }) =>
        event === 'logout' ? [[session, atMs] as const] : [],
      ),
    )
    const fatesOfLogouts = (from: number, to: number) =>
      sessionsOf(trial())
        .filter(({ session, loginAtMs, logoutInvokedMs }) => {
          const atMs = loggedOut.get(session) ?? Number.NaN
          return loginAtMs < asked && atMs < to && (logoutInvokedMs ?? 0) > from
        })
        .map(({ fate }) => fate)
    expect(new Set(fatesOfLogouts(done, end))).toEqual(new Set(['resurrected']))
    const heardOf = fatesOfLogouts(0, asked)
    expect(heardOf.length).toBeGreaterThan(0)
    expect(heardOf).not.toContain('resurrected')
    expect(result.metrics.resurrected).toBeGreaterThan(0)
  })

  test('leaves all else as it was', () => {
    const harmed = ['rolledBack', 'lost', 'resurrected']
    const others = sessionsOf(trial()).filter(({ fate }) => !harmed.includes(fate))
    const fates = new Set(others.map(({ fate }) => fate))
    expect(fates).toContain('survived')
    expect([...fates].filter((fate) => !['survived', 'ended', 'indeterminate'].includes(fate))).toEqual([])
  })
})

describe('a session in the browser', () => {
  const trial = ran(async () =>
    aTrial(platform, {
      target: 'stateless-cookie',
      scenario: await aShort('steady', { operations: { read: 0.5, write: 0.3, logout: 0.2 } }),
    }),
  )

  test('is there after its logout for whoever kept the cookie; the report says that this is expected', () => {
    const { result, read } = trial()
    expect(fatesOf(trial())).toEqual(new Set(['survived', 'resurrected']))
    expect(result.metrics.resurrected).toBe(result.sessions?.fates.resurrected)
    for (const text of read) {
      expect(text.includes('resurrected sessions are possible, and expected')).toBe(true)
    }
  })
})

describe('a Redis that comes late, is full, and dies', () => {
  // As docker-compose.yml starts it, once it is told to.
  const late = `until [ -e /dev/shm/go ]; do sleep 0.05; done
    exec redis-server --bind 0.0.0.0 --protected-mode no --save "" --appendonly no`
  const isAway = expect.stringMatching(/^redis is away/)
  const before: Record<string, unknown> = {}
  const trial = ran(async () =>
    aTrial(platform, {
      target: 'stateless-redis',
      scenario: await aShort('steady', {
        name: 'full-and-dead',
        users: 30,
        timeoutMs: 500,
        // It is full by then, and users have met that.
        method: [{ id: 'f1', kind: 'kill', title: 'kill redis', atMs: 6_000, options: { service: 'redis' } }],
        durationMs: 8_000,
      }),
      stack: { override: { services: { redis: { command: ['sh', '-c', late] } } } },
      async whileStarting() {
        const [web, balancer, redis] = await Promise.all(
          ['web-1', 'haproxy', 'redis'].map((name) => containerOnceItRuns(platform, name)),
        )
        await eventually(async () => {
          before.health = await answerOf(`${web?.url}/healthz`)
          expect(before.health).toMatchObject({ body: { reason: isAway } })
        })
        before.login = await answerOf(`${web?.url}/session`, { owner: 'user-1' })
        before.balancer = await eventually(() => answerOf(`${balancer?.url}/session`))
        if (redis) await run(redis.container, 'touch', '/dev/shm/go')
      },
      during: {
        phase: 'baseline',
        act: async (stack) =>
          void (await tellRedis(containerOf(stack, 'redis'), 'CONFIG', 'SET', 'maxmemory', '1')),
      },
      wholeWithinMs: 1_000,
    }),
  )

  test('web servers without it are not ready, say why, and are ready by themselves when it comes', () => {
    expect(before).toMatchObject({
      health: { status: 503, body: { ready: false, reason: isAway } },
      login: { status: 503, body: { error: isAway } },
      balancer: { status: 503 },
    })
    expect(trial().result).toMatchObject({ status: 'complete', ledger: { residual: 0 } })
  })

  test('no answer takes a session for gone: all say that they can’t tell, and so does the census', () => {
    const { result } = trial()
    expect(only(result.faults)).toMatchObject({ victim: 'redis', verdict: 'confirmed' })
    expect(result.ledger).toMatchObject({ wrong: 0, rejected: 0 })
    expect(result.ledger.failed).toBeGreaterThan(0)
    expect(result.sessions).toMatchObject({ lost: 0, signedOut: 0 })
    expect(result.sessions?.fates.unreachable).toBeGreaterThan(0)
    // 504 is the balancer's, where the machine stood still.
    for (const { text } of result.complaints) expect(text).toMatch(/^50[34]\b/)
  })

  test.each([
    ['full', 'OOM command not allowed when used memory'],
    ['dead', 'redis is away'],
  ])('the report names the cause: %s', (_, cause) => {
    const { result, read } = trial()
    expect(result.complaints.map(({ text }) => text)).toContainEqual(expect.stringContaining(cause))
    for (const text of read) expect(text.includes(cause)).toBe(true)
  })
})

async function answerOf(url: string, body?: object): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, body && { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text }
}

test('a store that never comes is the target’s failure, by the store’s name', async () => {
  let aheadMs = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  const { result } = await aTrial(platform, {
    target: 'stateless-redis',
    scenario: await aShort('steady'),
    stack: { override: { services: { redis: { command: ['sleep', 'infinity'] } } }, clock },
    // Its time is over as soon as a web server knows why it is not ready.
    async whileStarting() {
      const web = await containerOnceItRuns(platform, 'web-1')
      const reason = expect.stringMatching(/^redis is away/)
      await eventually(async () =>
        expect(await answerOf(`${web.url}/healthz`)).toMatchObject({ body: { reason } }),
      )
      aheadMs = 3_600_000
    },
  })
  expect(result).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(
      /^Target "stateless-redis" did not become ready in \d+ s: .* web-1 UP\. web-1 says: "redis is away.*\(the target’s fault\)/,
    ),
  })
})

describe('Memcached that is full', () => {
  const nodes = ['memcached-1', 'memcached-2', 'memcached-3']
  const command = 'memcached --listen=0.0.0.0 --memory-limit=4'
  const webs = ['web-1', 'web-2', 'web-3']
  const trial = ran(async () =>
    aTrial(platform, {
      target: 'stateless-memcached',
      scenario: await aShort('steady', { users: 120, operations: { read: 0.6, write: 0.4, logout: 0 } }),
      stack: {
        override: {
          services: Object.fromEntries([
            ...nodes.map((name) => [name, { command }]),
            ...webs.map((name) => [name, { environment: { SESSION_BYTES: '200000' } }]),
          ]),
        },
      },
    }),
  )

  test('drops sessions without an error: they are gone, and counted as lost', () => {
    const { result } = trial()
    expect(result).toMatchObject({
      status: 'complete',
      ledger: { residual: 0, wrong: 0 },
      sessions: { anomalies: { stale: 0, foreign: 0, zombie: 0 } },
    })
    const lost = sessionsOf(trial()).filter(({ fate }) => fate === 'lost')
    expect(lost.length).toBeGreaterThan(0)
    for (const { end, cause } of lost) expect([end, cause]).toEqual(['absent', 'gone'])
    const fates = new Set(sessionsOf(trial()).map(({ fate }) => fate))
    expect([...fates].sort()).toEqual(['lost', 'survived'])
    expect(result.subcounts.missing).toBeGreaterThan(0)
    expect(result.subcounts.missing).toBe(result.ledger.rejected)
  })
})
