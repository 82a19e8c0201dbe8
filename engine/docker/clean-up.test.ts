import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { expect, onTestFinished, test } from 'vitest'
import { DockerError, Interrupted } from '../errors.ts'
import { cleanUp } from './clean-up.ts'
import { experimentLabel, reaperLabel } from './labels.ts'

const { signal } = new AbortController()
const nowSeconds = 1_800_000_000

interface Container {
  Id: string
  State: string
  Labels: Record<string, string>
  Created?: number
}

/** A daemon that has these containers, and nothing else; it refuses the first removals. */
async function aDaemonWith(containers: readonly Container[], { refusals = 0 } = {}) {
  const there = new Map(containers.map((container) => [container.Id, container]))
  const answer = (method: string, { pathname, searchParams }: URL): [status: number, body?: unknown] => {
    if (method === 'DELETE' && refusals-- > 0) return [409, { message: 'it is busy' }]
    if (method === 'DELETE') return there.delete(pathname.split('/')[2] ?? '') ? [204] : [404]
    if (pathname === '/info') return [200, { SystemTime: new Date(nowSeconds * 1_000).toISOString() }]
    if (pathname === '/networks') return [200, []]
    if (pathname === '/volumes') return [200, { Volumes: null }]
    const { label = [] }: { label?: string[] } = JSON.parse(searchParams.get('filters') ?? '{}')
    const has = ({ Labels }: Container) =>
      label.every((each) => each in Labels || Object.entries(Labels).some((pair) => pair.join('=') === each))
    return [200, [...there.values()].filter(has).map((each) => ({ Names: [`/${each.Id}`], ...each }))]
  }
  return aDaemon(answer)
}

async function aDaemon(answer: (method: string, url: URL) => [status: number, body?: unknown]) {
  const folder = mkdtempSync(join(tmpdir(), 'outlast-clean-up-'))
  const socketPath = join(folder, 'docker.sock')
  const server = createServer((request, response) => {
    const [status, body] = answer(request.method ?? '', new URL(request.url ?? '', 'http://docker'))
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }).listen(socketPath)
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  await once(server, 'listening')
  return new Docker({ socketPath })
}

const of = (experiment: string) => ({ [experimentLabel]: experiment })
const web = (experiment: string): Container => ({
  Id: `${experiment}-web-1`,
  State: 'running',
  Labels: of(experiment),
})
const reaper = (experiment: string, State: string, ageSeconds: number): Container => ({
  Id: `${experiment}-reaper`,
  State,
  Created: nowSeconds - ageSeconds,
  Labels: { ...of(experiment), [reaperLabel]: 'true' },
})

test.each([
  ['runs', reaper('x', 'running', 3_600)],
  ['was created a moment ago, and is about to run', reaper('x', 'created', 10)],
])('an experiment whose reaper %s is spared', async (_, itsReaper) => {
  const docker = await aDaemonWith([web('x'), itsReaper])
  expect(await cleanUp(docker, signal)).toEqual({
    removed: [],
    spared: ['x: it runs, and is removed when it ends'],
  })
})

test.each([
  ['has ended', reaper('x', 'exited', 10)],
  ['was created long ago, and never ran', reaper('x', 'created', 61)],
])('an experiment whose reaper %s is removed, with its reaper', async (_, itsReaper) => {
  const docker = await aDaemonWith([web('x'), itsReaper])
  expect(await cleanUp(docker, signal)).toEqual({
    removed: ['container x-web-1', 'container x-reaper'],
    spared: [],
  })
})

test('what was started on purpose to stay is spared, and what removes it is named', async () => {
  const docker = await aDaemonWith([web('up'), web('by-hand')])
  expect(await cleanUp(docker, signal)).toEqual({
    removed: [],
    spared: [
      'by-hand: started by hand, "docker compose --profile \'*\' down -v" removes it',
      'up: "outlast up" started it, "outlast down" removes it',
    ],
  })
})

test('what the daemon refuses to remove at first is removed a moment later', async () => {
  const docker = await aDaemonWith([web('x'), web('y')], { refusals: 3 })
  expect(await cleanUp(docker, signal)).toEqual({
    removed: ['container x-web-1', 'container y-web-1'],
    spared: [],
  })
})

test('a daemon that does not list is not one with nothing', async () => {
  const docker = await aDaemon(() => [500, { message: 'out of order' }])
  const refused = expect(cleanUp(docker, signal)).rejects
  await refused.toBeInstanceOf(DockerError)
  await refused.toThrow(/^Docker could not list experiments: .*out of order/)
})

test('nothing more is removed once it is interrupted', async () => {
  const docker = await aDaemonWith([web('x')])
  const reason = new Interrupted('enough')
  await expect(cleanUp(docker, AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(await docker.listContainers()).toHaveLength(1)
})
