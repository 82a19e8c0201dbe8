import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const launcher = fileURLToPath(new URL('outlast.mjs', import.meta.url))

function launch(file: string, ...argv: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [file, ...argv], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

let clone: string

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'outlast-clone-'))
  await mkdir(join(clone, 'cli'))
  await copyFile(launcher, join(clone, 'cli/outlast.mjs'))
})
afterEach(() => rm(clone, { recursive: true }))

/** Makes the clone's launcher believe that it runs on a Node too old for TypeScript, beside the one of set-up. */
async function onOldNode(): Promise<string> {
  await mkdir(join(clone, 'node_modules/commander'), { recursive: true })
  await mkdir(join(clone, 'node_modules/node/bin'), { recursive: true })
  await symlink(process.execPath, join(clone, 'node_modules/node/bin/node'))
  const old = join(clone, 'old.mjs')
  await writeFile(
    old,
    `Object.defineProperty(process, 'versions', { value: { node: '18.20.4' } })
     process.argv.splice(1, 1)
     await import('./cli/outlast.mjs')`,
  )
  return old
}

test('starts the command', async () => {
  expect(await launch(launcher, '--version')).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` })
})

test('says to run set-up where that has not been done', async () => {
  const { code, stderr } = await launch(join(clone, 'cli/outlast.mjs'), '--version')
  expect(code).toBe(2)
  expect(stderr).toContain('Run "npm run set-up" there first.')
})

test('hands over from an older Node, with arguments, outputs and exit code', async () => {
  await writeFile(
    join(clone, 'cli/bin.ts'),
    `const [, , ...words]: string[] = process.argv
     process.stdout.write(words.join(' '))
     process.exitCode = 3`,
  )
  const { code, stdout } = await launch(await onOldNode(), '-', 'compare', '--all')
  expect({ code, stdout }).toEqual({ code: 3, stdout: 'compare --all' })
})

test('passes on that it is told to end', async () => {
  await writeFile(
    join(clone, 'cli/bin.ts'),
    `process.on('SIGTERM', () => process.exit(130))
     process.kill(process.ppid, 'SIGTERM')
     setInterval(() => {}, 1000)`,
  )
  expect(await launch(await onOldNode())).toMatchObject({ code: 130 })
})

test('what it has handed over to learns that it was killed', async () => {
  const witness = join(clone, 'witness')
  await writeFile(
    join(clone, 'cli/bin.ts'),
    `import { writeFileSync } from 'node:fs'
     process.on('disconnect', () => {
       writeFileSync(${JSON.stringify(witness)}, '')
       process.exit()
     })
     process.kill(process.ppid, 'SIGKILL')`,
  )
  await launch(await onOldNode())
  await expect.poll(() => existsSync(witness)).toBe(true)
})
