import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { DockerError, Interrupted } from '../errors.ts'
import { compose, composeServices, composeVersion } from './compose.ts'

/** Puts a shell script in the place of the docker command. */
async function aDockerThat(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'outlast-docker-'))
  const file = join(folder, 'docker')
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })
  return folder
}

const { signal } = new AbortController()
const project = { name: 'outlast-x', profiles: ['haproxy', 'redis'], environment: { OUTLAST_TRIAL: 'b1' } }

test.each(['2.26.1', 'v2.40.0', '5.0.1'])('compose %s is good enough', async (version) => {
  await aDockerThat(`echo ${version}`)
  expect(await composeVersion(signal)).toBe(version.replace('v', ''))
})

test.each([
  ['version 1', 'echo 1.29.2', /^docker compose is version 1\.29\.2; Outlast needs 2 or later\.$/],
  ['none', `echo "docker: 'compose' is not a docker command." >&2; exit 1`, /^Docker has no compose command/],
])('compose %s is an error with its remedy', async (_what, script, message) => {
  await aDockerThat(script)
  const error = await composeVersion(signal).catch((reason) => reason)
  expect(error).toBeInstanceOf(DockerError)
  expect(error.message).toMatch(message)
  expect(error.hint).toContain('npm run set-up')
})

test('no docker command is an error with its remedy', async () => {
  vi.stubEnv('PATH', '/nowhere')
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(composeVersion(signal)).rejects.toThrow("The docker command can't be run")
})

test('compose gets the project, its profiles and its variables', async () => {
  await aDockerThat('echo "$OUTLAST_TRIAL: $*"')
  const said = await compose(project, ['up', '--detach'], signal)
  expect(said).toMatch(
    /^b1: compose -p outlast-x .*-f \/\S*docker-compose.yml --profile haproxy --profile redis up --detach\n$/,
  )
})

test('a second file comes on its standard input', async () => {
  await aDockerThat('echo "$*"; cat')
  const override = { services: { haproxy: { ports: ['127.0.0.1:8080:8080'] } } }
  const said = await compose({ ...project, override }, ['up'], signal)
  expect(said).toMatch(/docker-compose\.yml -f - /)
  expect(said).toContain(JSON.stringify(override))
})

test('what a project declares is read from compose itself', async () => {
  await aDockerThat(`echo '{"services":{"redis":{"image":"outlast/redis","profiles":["redis"]}}}'`)
  expect(await composeServices(project, signal)).toEqual({
    redis: { image: 'outlast/redis', profiles: ['redis'] },
  })
})

test('a failure ends in its last lines, with the remedy for them', async () => {
  await aDockerThat('printf "one\\ntwo\\nthree\\nno space left on device\\n" >&2; exit 17')
  const error = await compose(project, ['up'], signal).catch((reason) => reason)
  expect(error).toBeInstanceOf(DockerError)
  expect(error.message).toBe('"docker compose up" failed: two / three / no space left on device')
  expect(error.hint).toContain('disk')
})

test('it is told to end when we are; the reason is ours', async () => {
  const folder = await aDockerThat(
    'trap "echo told > $0.told; exit 1" TERM; echo > $0.started; while :; do sleep 0.01; done',
  )
  const interrupt = new AbortController()
  const reason = new Interrupted('enough')
  const running = compose(project, ['up'], interrupt.signal)
  const refused = expect(running).rejects.toBe(reason)
  await vi.waitUntil(() => existsSync(join(folder, 'docker.started')), { interval: 5 })
  interrupt.abort(reason)
  await refused
  expect(existsSync(join(folder, 'docker.told'))).toBe(true)
})
