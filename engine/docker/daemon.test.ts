import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { expect, onTestFinished, test, vi } from 'vitest'
import { DockerError, Interrupted } from '../errors.ts'
import { asked, connectToDocker, parseInstant, requireImages } from './daemon.ts'
import { socketOfDaemon } from './reaper.ts'

test.each([
  ['1970-01-01T00:00:01Z', 1_000],
  ['1970-01-01T00:00:00.123456789Z', 123.456789],
  ['1970-01-01T01:00:00.5+01:00', 500],
])('the instant %s is %d ms after 1970', (text, ms) => {
  expect(parseInstant(text)).toBeCloseTo(ms, 6)
})

test('a daemon that does not answer is named, with what to do', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock')
  onTestFinished(() => void vi.unstubAllEnvs())
  const error = await connectToDocker().catch((reason) => reason)
  expect(error).toBeInstanceOf(DockerError)
  expect(error.message).toContain('unix:///nowhere/docker.sock')
  expect(error.hint).toContain('Start Docker')
})

test('a daemon that takes the question and never answers is given up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outlast-daemon-'))
  const socket = join(folder, 'docker.sock')
  const hung = createServer().listen(socket)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    hung.close()
    rmSync(folder, { recursive: true })
  })
  await once(hung, 'listening')
  vi.stubEnv('DOCKER_HOST', `unix://${socket}`)
  await expect(connectToDocker({ limitMs: 50 })).rejects.toMatchObject({
    message: `Docker does not answer at unix://${socket}: no answer within 0.05 s.`,
    hint: expect.stringContaining('restart'),
  })
})

/** A daemon that has these images. */
const aDaemonWith = (...images: string[]) =>
  ({
    getImage: (name: string) => ({
      async inspect() {
        if (name === 'broken') throw Object.assign(new Error('server error'), { statusCode: 500 })
        if (!images.includes(name)) throw Object.assign(new Error('no such image'), { statusCode: 404 })
      },
    }),
  }) as unknown as Docker

test('images that were not built are named, once each', async () => {
  const docker = aDaemonWith('outlast/web')
  await requireImages(docker, ['outlast/web', 'outlast/web'])
  const missing = requireImages(docker, ['outlast/web', 'outlast/k6', 'outlast/redis', 'outlast/k6'])
  await expect(missing).rejects.toThrow('Docker has no image outlast/k6, outlast/redis.')
  await expect(missing).rejects.toMatchObject({ hint: expect.stringContaining('npm run set-up') })
})

test('an image that set-up does not build is to be pulled', async () => {
  const missing = requireImages(aDaemonWith(), ['redis:8'])
  await expect(missing).rejects.toMatchObject({ hint: 'Run "docker pull redis:8".' })
})

test('a daemon that fails is no image that is missing', async () => {
  await expect(requireImages(aDaemonWith(), ['broken'])).rejects.toThrow('server error')
})

test('what the daemon refused says what it was asked for', async () => {
  const refused = asked('kill web-2', Promise.reject(new Error('(HTTP code 409) container is not running')))
  await expect(refused).rejects.toThrow(DockerError)
  await expect(refused).rejects.toThrow(
    'Docker could not kill web-2: (HTTP code 409) container is not running',
  )
})

test('what was given up is the reason for giving up, not what the daemon makes of it', async () => {
  const reason = new Interrupted('enough')
  const given = asked('kill web-2', Promise.reject(new Error('aborted')), AbortSignal.abort(reason))
  await expect(given).rejects.toBe(reason)
})

test.each([
  [undefined, '/var/run/docker.sock'],
  ['', '/var/run/docker.sock'],
  ['unix://', '/var/run/docker.sock'],
  ['unix:///run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
  ['npipe:////./pipe/docker_engine', '/var/run/docker.sock'],
])('with DOCKER_HOST=%s the reaper gets the socket %s', (host, path) => {
  expect(socketOfDaemon(host)).toBe(path)
})

test.each(['tcp://10.0.0.1:2375', 'ssh://user@host', 'https://host'])('DOCKER_HOST=%s is refused', (host) => {
  expect(() => socketOfDaemon(host)).toThrow(DockerError)
})
