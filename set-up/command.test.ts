import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { attempt, lastLines, run, withScratchFolder } from './command.mjs'

const node = (script: string) => [process.execPath, ['-e', script]] as const

test('a command tells what it printed, on both streams, and that it went well', async () => {
  expect(await attempt(...node('console.log("out"); console.error("err")'))).toMatchObject({
    ok: true,
    stdout: 'out\n',
    stderr: 'err\n',
  })
})

test('it reads what it is given as input', async () => {
  const { stdout } = await attempt(...node('process.stdin.pipe(process.stdout)'), { input: 'hello' })
  expect(stdout).toBe('hello')
})

test.each([
  ['an exit code', ...node('process.exit(3)'), {}, 'exit code 3'],
  ['a signal', ...node('process.kill(process.pid, "SIGKILL")'), {}, 'killed by SIGKILL'],
  ['a name that is no command', 'no-such-command-here', [], {}, 'not found'],
  ['no end in time', ...node('setInterval(() => {}, 1000)'), { timeoutMs: 50 }, 'no answer in 0.05 s'],
  ['silence', ...node('setInterval(() => {}, 1000)'), { silenceMs: 50 }, 'no answer in 0.05 s'],
] as const)('%s is not well, and the reason says so', async (_what, command, args, options, why) => {
  expect(await attempt(command, args, options)).toMatchObject({ ok: false, why })
})

test('a command that must work fails with its last words and what to do', async () => {
  const failed = run(...node('console.error("the disk is full"); process.exit(1)'), {
    remedy: 'Free some space.',
  })
  await expect(failed).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(/failed \(exit code 1\):\nthe disk is full/),
    remedy: 'Free some space.',
  })
})

test('the last lines of a text', () => {
  expect(lastLines('a\nb\nc\n\n', 2)).toBe('b\nc')
})

test('a scratch folder is there while it is used, and gone after a failure', async () => {
  let folder = ''
  const work = withScratchFolder(tmpdir(), async (own) => {
    folder = own
    expect(existsSync(own)).toBe(true)
    throw new Error('interrupted')
  })
  await expect(work).rejects.toThrow('interrupted')
  expect(existsSync(folder)).toBe(false)
})
