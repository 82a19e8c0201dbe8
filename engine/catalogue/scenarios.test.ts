import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../errors.ts'
import { loadScenario, scenarioNames } from './scenarios.ts'

const engine = fileURLToPath(new URL('..', import.meta.url))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-scenarios-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
/** Loads a scenario written as a user would, in a folder that has nothing to do with ours. */
async function load(body: string, name = `s${files++}`) {
  const file = join(folder, `${name}.ts`)
  writeFileSync(
    file,
    `import { at, defineScenario } from '${engine}define-scenario.ts'
import { add } from '${engine}faults/add.ts'
import { freeze } from '${engine}faults/freeze.ts'
import { kill } from '${engine}faults/kill.ts'
import { stop } from '${engine}faults/stop.ts'
const good = {
  title: 'Mine', question: 'Does it hold?', traffic: { users: 60, rate: 30 }, warmUp: '10s', duration: '60s',
  method: [at('30s', kill('web'))], primaryMetric: 'usersSignedOut', hypothesis: { sessionsLost: { atMost: 0 } },
} as any
${body}
`,
  )
  return loadScenario(`./${name}.ts`, { cwd: folder })
}
const withFields = (fields: string) => load(`export default defineScenario({ ...good, ${fields} })`)

async function mistakesOf(loading: Promise<unknown>): Promise<string> {
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof InputError) return [error.message, error.hint].filter(Boolean).join('\n')
  throw new Error(`expected an InputError, got ${error}`)
}

describe('the scenarios that come with Outlast', async () => {
  const names = await scenarioNames()

  test.each(names)('%s has no mistake', async (name) => {
    const scenario = await loadScenario(name, { cwd: folder })
    expect(scenario.name).toBe(name)
  })

  /** It is not shortened: it has fewer faults instead. */
  const repeating = ['soak', 'monkey']

  test.each(names.filter((name) => !repeating.includes(name)))(
    '%s has none when it is shortened to the demo’s 20 s',
    async (name) => {
      const scenario = await loadScenario(name, { cwd: folder, overrides: { durationMs: 20_000 } })
      expect(scenario.durationMs).toBe(20_000)
    },
  )

  test('those of the demo strike at half time', async () => {
    for (const name of ['kill-server', 'add-server']) {
      const { method, durationMs } = await loadScenario(name, {
        cwd: folder,
        overrides: { durationMs: 20_000 },
      })
      expect(method.map(({ atMs }) => atMs / durationMs)).toEqual([0.5])
    }
  })
})

describe('a file of one’s own', () => {
  test('is described with every default written out', async () => {
    expect(await load('export default defineScenario(good)', 'mine')).toEqual({
      name: 'mine',
      title: 'Mine',
      question: 'Does it hold?',
      servers: 3,
      users: 60,
      rate: [{ atMs: 0, perSecond: 30 }],
      ratePerSecond: 30,
      warmUpMs: 10_000,
      durationMs: 60_000,
      timeoutMs: 3_000,
      lateMs: 500,
      connections: 'shared',
      operations: { read: 0.6, write: 0.38, logout: 0.02 },
      method: [
        { id: 'f1', kind: 'kill', title: 'kill one of web', atMs: 30_000, options: { service: 'web' } },
      ],
      primaryMetric: 'usersSignedOut',
      hypothesis: { sessionsLost: { atMost: 0 } },
    })
  })

  test('may have users with several tabs', async () => {
    const traffic = 'traffic: { ...good.traffic, tabs: 2, writeAtLogout: true }'
    expect(await withFields(traffic)).toMatchObject({ tabs: 2, writeAtLogout: true })
  })

  test('may change the stack', async () => {
    const settings = `settings: {
      loginCost: 16_384, requestCost: 64, writeTakes: '50ms', affinityExpires: '4s', stickTableEntries: 100, sessionTtl: '2m', webCpus: 0.5,
    }`
    expect(await withFields(`${settings}, duration: '20s', method: []`)).toMatchObject({
      settings: {
        loginCost: 16_384,
        requestCost: 64,
        writeTakesMs: 50,
        affinityExpiresMs: 4_000,
        stickTableEntries: 100,
        sessionTtlMs: 120_000,
        webCpus: 0.5,
      },
    })
    expect(await withFields('settings: {}')).not.toHaveProperty('settings')
  })

  test('may be named by its whole path, too', async () => {
    await load('export default defineScenario(good)', 'whole')
    expect((await loadScenario(join(folder, 'whole.ts'), { cwd: '/' })).name).toBe('whole')
  })

  test.each<[what: string, body: string, message: RegExp]>([
    [
      'without a default export',
      'export const scenario = good',
      /exports only scenario[\s\S]*export default/,
    ],
    ['that is not TypeScript', 'export default {{', /can't be loaded: /],
    ['that throws', 'throw new Error("not today")', /can't be loaded: Error: not today \(line \d+\)/],
  ])('%s is refused', async (_, body, message) => {
    expect(await mistakesOf(load(body))).toMatch(message)
  })

  test('that is not there is refused by its name', async () => {
    expect(await mistakesOf(loadScenario('./none.ts', { cwd: folder }))).toMatch(
      /There is no file none\.ts\./,
    )
  })

  test('needs a name that can stand in the names of containers', async () => {
    expect(await mistakesOf(loadScenario('./My Scenario.ts', { cwd: folder }))).toMatch(/small letters/)
  })
})

test('an unknown name is answered with the nearest one and with all there are', async () => {
  const message = await mistakesOf(loadScenario('kil-server', { cwd: folder }))
  expect(message).toContain('Did you mean "kill-server"?')
  for (const name of await scenarioNames()) expect(message).toContain(name)
})

describe('a mistake is found before anything starts, with its field and the remedy', () => {
  test.each<[fields: string, message: RegExp]>([
    ['title: ""', /title is ""; give a heading/],
    ['duration: "60"', /duration is "60"; give a length of time/],
    ['duration: undefined', /duration is missing; give/],
    ['sevrers: 3', /unknown field "sevrers".*Did you mean "servers"\?/],
    ['servers: 0', /servers is 0; give/],
    ['servers: 65', /servers is 65; .*room for 64/],
    ['traffic: { users: 1.5, rate: 30 }', /traffic\.users is 1\.5; give .*whole number/],
    ['traffic: { users: 60, rate: 0 }', /traffic\.rate is 0; give/],
    ['traffic: { users: 60, rate: Infinity }', /traffic\.rate is Infinity; give/],
    [
      'traffic: { ...good.traffic, operations: { read: 0.5, write: 0.4, logout: 0 } }',
      /traffic\.operations add up to 0\.9; make/,
    ],
    ['traffic: { ...good.traffic, late: "4s" }', /traffic\.late is 4 s, but an answer times out after 3 s/],
    [
      'traffic: { ...good.traffic, connections: "pool" }',
      /traffic\.connections is "pool"; use one of shared/,
    ],
    ['traffic: { ...good.traffic, tabs: 0 }', /traffic\.tabs is 0; give .*whole number/],
    ['traffic: { ...good.traffic, tabs: 9 }', /traffic\.tabs is 9; .*open in 8/],
    ['warmUp: "60s"', /warmUp is 60 s, but the load ends after 60 s/],
    [
      'traffic: { users: 5000, rate: 30 }',
      /warmUp of 10 s is too short for 5000 users: 750 logins per second/,
    ],
    ['duration: "15m"', /duration is too long: sessions live 30 min/],
    ['method: [at("5s", kill("web"))]', /method\[0\]\.at is 5 s, within the warm-up of 10 s/],
    ['method: [at("60s", kill("web"))]', /method\[0\]\.at is 60 s, but the load ends after 60 s/],
    ['method: [at("soon", kill("web"))]', /method\[0\]\.at is "soon"; give a length of time/],
    ['method: [{ fault: kill("web") }]', /method\[0\]\.at is missing/],
    [
      'method: [at("30s", { kind: "kil", options: {} })]',
      /method\[0\]\.fault\.kind is "kil"; use one of add, .*kill, .*Did you mean "kill"\?/,
    ],
    ['method: [at("30s", kill("reddis"))]', /method\[0\]\.fault strikes "reddis".*Did you mean "redis"\?/],
    [
      'method: [at("30s", kill("memcached-4"))]',
      /method\[0\]\.fault strikes "memcached-4", .* one of web, .*redis-primary.*: web-2, .*memcached-3, .*Did you mean "memcached-1"\?/,
    ],
    ['method: [at("30s", freeze("cassandra-33"))]', /strikes "cassandra-33".*Did you mean "cassandra-3"\?/],
    [
      'method: [at("30s", kill("redis-sentinel"))]',
      /strikes "redis-sentinel", which is redis-primary, redis-replica, sentinel-1, .*; name one of them, or store/,
    ],
    [
      'method: [at("30s", kill("web-4"))]',
      /method\[0\]\.fault strikes web-4, but .* more than 3 web servers/,
    ],
    [
      'method: [at("30s", kill("web", { count: 4 }))]',
      /method\[0\]\.fault\.options\.count is 4, but there are never more than 3 web servers/,
    ],
    [
      'method: [at("30s", kill("memcached", { count: 4 }))]',
      /method\[0\]\.fault\.options\.count is 4, but there are never more than 3 of memcached/,
    ],
    [
      'method: [at("30s", kill("web", { count: 1, share: 0.5 }))]',
      /method\[0\]\.fault\.options say twice how many; give one of count, share and allBut/,
    ],
    ['method: [at("30s", kill("web", { share: 2 }))]', /options\.share is above 1/],
    ['method: [at("30s", kill("web", { pick: "oldest" }))]', /options\.pick is not known; use one of random/],
    ['method: [at("30s", freeze("web", { for: "long" }))]', /options\.forMs is no length of time/],
    [
      'method: [at("30s", freeze("web", { for: "40s" }))]',
      /method\[0\]\.fault lasts until 70 s, but the load ends after 60 s; make it shorter/,
    ],
    ['method: [at("30s", kill("traffic"))]', /method\[0\]\.fault strikes "traffic", which no target has/],
    ['method: [at("30s", stop("web", { grace: "long" }))]', /method\[0\]\.fault\.options\.graceMs/],
    ['needs: { session: ["memory"] }', /needs has the unknown field "session".*Did you mean "sessions"\?/],
    ['needs: { sessions: "memory" }', /needs\.sessions is "memory"; give a list of places/],
    ['needs: { sessions: [] }', /needs\.sessions is empty; give a list of places/],
    ['needs: { sessions: ["memroy"] }', /needs\.sessions\[0\] is "memroy".*Did you mean "memory"\?/],
    ['needs: { balancer: ["haproxi"] }', /needs\.balancer\[0\] is "haproxi".*Did you mean "haproxy"\?/],
    ['needs: { affinity: ["cookies"] }', /needs\.affinity\[0\] is "cookies".*Did you mean "cookie"\?/],
    ['needs: { services: ["store", "reddis"] }', /needs\.services\[1\] is "reddis".*Did you mean "redis"\?/],
    ['traffic: { ...good.traffic, writeAtLogout: "yes" }', /traffic\.writeAtLogout is "yes"; give true/],
    [
      'traffic: { ...good.traffic, writeAtLogout: true }',
      /traffic\.writeAtLogout needs another tab to write in; give traffic\.tabs/,
    ],
    [
      'settings: { loginCosts: 2 }',
      /settings has the unknown field "loginCosts".*Did you mean "loginCost"\?/,
    ],
    ['settings: { loginCost: 1000 }', /settings\.loginCost is 1000; give a power of two from 2 to 65536/],
    ['settings: { writeTakes: 50 }', /settings\.writeTakes is 50; give a length of time/],
    ['settings: { affinityExpires: "1500ms" }', /settings\.affinityExpires is "1500ms"; .* whole seconds/],
    ['settings: { stickTableEntries: 0 }', /settings\.stickTableEntries is 0; give/],
    ['settings: { webCpus: 0 }', /settings\.webCpus is 0; give how much of a core/],
    ['settings: { sessionTtl: "1m" }', /duration is too long: sessions live 60 s/],
    ['primaryMetric: "usersSigndOut"', /primaryMetric is "usersSigndOut".*Did you mean "usersSignedOut"\?/],
    ['hypothesis: { sessionsLots: { atMost: 0 } }', /"sessionsLots".*Did you mean "sessionsLost"\?/],
    ['hypothesis: { wrong: {} }', /hypothesis\.wrong sets no limit/],
    ['hypothesis: { wrong: { atMost: 1, atLeast: 2 } }', /hypothesis\.wrong can't hold/],
    ['hypothesis: { wrong: { atMost: "0" } }', /hypothesis\.wrong\.atMost is not a number/],
  ])('%s', async (fields, message) => {
    const told = await mistakesOf(withFields(fields))
    expect(told).toMatch(message)
    expect(told).toMatch(/s\d+\.ts/)
    expect(told).not.toContain('\n')
  })

  test('a server that another fault adds may be struck', async () => {
    const { method } = await withFields('method: [at("20s", add()), at("40s", kill("web-4"))]')
    expect(method).toHaveLength(2)
  })

  test('all of them at once', async () => {
    const told = await mistakesOf(
      withFields('title: 3, warmUp: "90s", primaryMetric: "x", method: [at("70s", kill("web"))]'),
    )
    expect(told).toMatch(
      /^s\d+\.ts has 4 mistakes:\n {2}title is 3.*\n {2}primaryMetric.*\n {2}warmUp.*\n {2}method/,
    )
  })

  test('of a scenario that is no object', async () => {
    expect(await mistakesOf(load('export default 3'))).toMatch(/is 3; give an object \{ title, question/)
  })
})

describe('what the command line changes', () => {
  const overridden = (overrides: object) => loadScenario('kill-server', { cwd: folder, overrides })

  test('the duration stretches every time in proportion', async () => {
    expect(await overridden({ durationMs: 120_000 })).toMatchObject({
      warmUpMs: 20_000,
      durationMs: 120_000,
      method: [{ atMs: 60_000 }],
    })
  })

  test('and how long a fault lasts', async () => {
    writeFileSync(
      join(folder, 'lasting.ts'),
      `import { at } from '${engine}define-scenario.ts'
import { freeze } from '${engine}faults/freeze.ts'
export default { title: 'x', question: 'x?', traffic: { users: 60, rate: 30 }, warmUp: '10s', duration: '60s',
  method: [at('30s', freeze('web', { for: '10s' }))], primaryMetric: 'wrong', hypothesis: {} }`,
    )
    const loaded = await loadScenario('./lasting.ts', { cwd: folder, overrides: { durationMs: 120_000 } })
    expect(loaded.method).toMatchObject([{ options: { forMs: 20_000 }, title: 'freeze one of web for 20 s' }])
  })

  test('users, rate and servers are taken as they are', async () => {
    expect(await overridden({ users: 9, rate: 4.5, servers: 5 })).toMatchObject({
      users: 9,
      ratePerSecond: 4.5,
      servers: 5,
    })
  })

  test.each([
    [{ users: 0 }, '--users is 0'],
    [{ users: 1.5 }, '--users is 1.5'],
    [{ servers: -1 }, '--servers is -1'],
    [{ rate: Number.NaN }, '--rate is NaN'],
    [{ durationMs: 0 }, '--duration is 0'],
  ])('%o makes no sense', async (overrides, message) => {
    expect(await mistakesOf(overridden(overrides))).toContain(message)
  })

  test('what makes the scenario impossible is a mistake like any other', async () => {
    expect(await mistakesOf(overridden({ users: 60_000 }))).toMatch(/too short for 60000 users/)
  })
})
