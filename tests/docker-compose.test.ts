import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { declaredServices } from '../engine/catalogue/declared-services.ts'
import { trafficRecord } from '../engine/journal/traffic-records.ts'
import { aPlan } from './docker/a-generator.ts'
import { anExperiment } from './docker/a-platform.ts'
import { whatIsLeftOf } from './docker/what-is-left.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8')
const experiment = anExperiment()
const project = `outlast-${experiment}`
const environment = {
  COMPOSE_PROJECT_NAME: project,
  OUTLAST_EXPERIMENT: experiment,
  OUTLAST_NETWORK: `10.223.${randomBytes(1)[0]}`,
}

/** Runs a command as somebody would type it. */
async function shell(command: string, more: Record<string, string> = {}): Promise<string> {
  const env = { ...process.env, ...environment, ...more }
  const options = { cwd: root, env, maxBuffer: 100_000_000 }
  return (await promisify(execFile)('sh', ['-ec', command], options)).stdout
}

interface Config {
  services: Record<string, Service>
  networks: Record<string, { labels?: Record<string, string> }>
  volumes: Record<string, { labels?: Record<string, string> }>
}

interface Service {
  labels?: Record<string, string>
  profiles?: string[]
  ports?: unknown
  privileged?: boolean
  cap_drop?: string[]
  restart?: string
  pids_limit?: number
  mem_limit?: string
  container_name?: string
  healthcheck?: unknown
  networks?: Record<string, { ipv4_address?: string } | null>
}

describe('every object that docker-compose.yml describes', () => {
  let config: Config
  let inStack: [string, Service][]
  beforeAll(async () => {
    config = JSON.parse(await shell("docker compose --profile '*' config --format json"))
    inStack = Object.entries(config.services).filter(([, { networks }]) => networks)
  })

  test('carries the labels by which it is found and removed', () => {
    const labels = { 'outlast.experiment': experiment, 'outlast.trial': 'by-hand' }
    for (const kind of [config.services, config.networks, config.volumes]) {
      expect(kind).toEqual(
        Object.fromEntries(
          Object.keys(kind).map((name) => [
            name,
            expect.objectContaining({ labels: expect.objectContaining(labels) }),
          ]),
        ),
      )
    }
  })

  test('has no more rights, and no more of the machine, than it needs', () => {
    for (const [name, service] of Object.entries(config.services)) {
      expect(service, name).toMatchObject({
        cap_drop: ['ALL'],
        restart: 'no',
        pids_limit: expect.any(Number),
      })
      expect(service.privileged, name).toBeFalsy()
      expect(service.ports, name).toBeUndefined()
      expect(service.healthcheck, name).toBeUndefined()
    }
    for (const [name, service] of inStack) expect(service.mem_limit, name).toBeDefined()
  })

  test('is known without Docker by its profile, where a target can ask for it', async () => {
    const ofProfile = (profile: string) =>
      Object.keys(config.services).filter((name) => config.services[name]?.profiles?.includes(profile))
    const read = await declaredServices()
    const declared = new Set(inStack.flatMap(([, { profiles = [] }]) => profiles))
    expect([...declared].filter((profile) => !read.has(profile)).sort()).toEqual(['path', 'traffic'])
    for (const [profile, names] of read) expect(names.toSorted(), profile).toEqual(ofProfile(profile).sort())
  })

  test('tells its version, unless it is a balancer: that is asked by the engine', () => {
    const asked = inStack.filter(([name]) => !/^(haproxy|nginx|caddy|traffic)$/.test(name))
    for (const [name, { labels }] of asked) expect(labels?.['outlast.version'], name).toBeTruthy()
  })

  test('is of another image by one variable, if it is a store or a balancer', () => {
    const images = [...file.matchAll(/^ {2,4}image: (.*)$/gm)].map(([, image = '']) => image)
    const fixed = images.filter((image) => !/^\$\{OUTLAST_[A-Z]+_IMAGE:-outlast\/[a-z]+\}$/.test(image))
    expect(fixed).toEqual(['outlast/web', 'outlast/path', 'outlast/k6', 'outlast/reaper'])
  })

  test('has a name and an address of its own; balancers, of which there is one at a time, share theirs', () => {
    const balancers = /^(haproxy|nginx|caddy)$/
    const addresses = inStack
      .filter(([name]) => !balancers.test(name))
      .map(([, { networks }]) => networks?.stack?.ipv4_address)
    expect(addresses).not.toContain(undefined)
    expect(new Set(addresses).size).toBe(addresses.length)
    for (const [name, { container_name: container }] of inStack) expect(container).toBe(`${project}-${name}`)
  })
})

describe('the commands at the top of docker-compose.yml', () => {
  const commands = file
    .slice(0, file.indexOf('\nname:'))
    .replaceAll(/\\\n# +/g, '')
    .split('\n')
    .flatMap((line) => /^# {3}((?:\w+=\S+ )*docker compose .*?)(?: {3,}.*)?$/.exec(line)?.[1] ?? [])
  const [memory = '', redis = '', traffic = '', down = ''] = commands
  afterAll(() => shell("docker compose --profile '*' down -v --timeout 0"))

  const plan = JSON.stringify({
    ...aPlan,
    url: 'http://balancer:8080',
    users: 10,
    rate: [{ atMs: 0, perSecond: 20 }],
    durationMs: 5_000,
    timeoutMs: 20_000,
    operations: { read: 0.5, write: 0.5, logout: 0 },
    census: { ...aPlan.census, waitForSignal: false, waitMs: 0 },
  })
  const totals = async () => {
    const lines = (await shell(traffic, { OUTLAST_PLAN: plan })).trim().split('\n')
    const records = lines.map((line) => trafficRecord.parse(JSON.parse(line)))
    return records.findLast((record) => record.type === 'frame')?.totals?.measured
  }

  test('are four', () => {
    expect(commands).toHaveLength(4)
  })

  test.each([
    ['sessions in server memory', memory],
    ['sessions in Redis', redis],
  ])('serve users: %s', async (_what, up) => {
    await shell(up)
    // By hand one waits a moment; the balancer says when.
    await shell(`until docker logs ${project}-haproxy | grep -q '3 active'; do sleep 0.1; done`)
    const { sent = 0, ok } = (await totals()) ?? {}
    expect(sent).toBeGreaterThan(0)
    // On a busy machine the balancer may give up a request, or a server that runs. Where users go round among servers
    // that know nothing of each other, three of five operations are ok.
    expect(ok).toBeGreaterThan(0.8 * sent)
  })

  test('leave nothing', async () => {
    await shell(down)
    expect(await whatIsLeftOf(experiment)).toEqual([])
  })
})
