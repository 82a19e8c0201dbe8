import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A copy of the project that a test may break; its node modules are ours. */
let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'outlast-set-up-test-'))
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
  for (const file of files) cpSync(join(root, file), join(copy, file), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rmSync(copy, { recursive: true }))

interface Ended {
  code: number
  stderr: string
}

function setUp(folder: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: dirname(folder), env: { ...process.env, ...env } }
    execFile(process.execPath, [join(folder, 'set-up/set-up.mjs')], options, (error, _stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stderr })
    })
  })
}

const imagesNow = () =>
  execFileSync('docker', ['image', 'ls', '--no-trunc', '--quiet', 'outlast/redis'], { encoding: 'utf8' })

test('where all is done, it does nothing and says so', async () => {
  expect(await setUp(root)).toMatchObject({ code: 0 })
  const { code, stderr } = await setUp(root)
  expect(code).toBe(0)
  expect(stderr).toMatch(/^Set-up is complete \([\d.]+ s\)\n$/)
})

test('an image that can not be built is one problem with its last words and a remedy; the old image stays', async () => {
  const before = imagesNow()
  // Of nothing that Docker would have to make or to fetch before.
  const dockerfile = 'FROM debian:trixie-slim\nRUN echo the-disk-is-sad && false\n'
  writeFileSync(join(copy, 'targets/stores/redis/Dockerfile'), dockerfile)
  const { code, stderr } = await setUp(copy)
  expect(code).toBe(2)
  expect(stderr).toMatch(/Images: building outlast\/redis \(changed\)/)
  expect(stderr).toMatch(/Set-up failed: docker compose build failed/)
  expect(stderr).toMatch(/the-disk-is-sad/)
  expect(stderr).toMatch(/run the same command again/)
  expect(imagesNow()).toBe(before)
})

test('a Docker that does not answer is said by the name it was given, with what to do', async () => {
  const { code, stderr } = await setUp(copy, { DOCKER_HOST: 'unix:///nowhere/docker.sock' })
  expect(code).toBe(2)
  expect(stderr).toMatch(/DOCKER_HOST=unix:\/\/\/nowhere\/docker.sock does not answer/)
  expect(stderr).toMatch(/unset DOCKER_HOST/)
})
