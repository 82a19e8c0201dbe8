import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from './problem.mjs'

/**
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {string} [input] written to standard input
 * @property {number} [timeoutMs] killed after this long
 * @property {number} [silenceMs] killed when it has printed nothing at first for this long
 * @property {boolean} [leaveToFinish] goes on when set-up is interrupted, as it would leave something half-done
 *
 * @typedef {object} Outcome
 * @property {boolean} ok whether it ended with exit code 0
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} why how it ended, when not well: `exit code 1`, `not found`, `no answer in 20 s`
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
/** @type {Set<string>} */
const scratchFolders = new Set()

/**
 * Runs a command to its end, whatever the end is.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<Outcome>}
 */
export function attempt(
  command,
  args,
  { cwd, env, input, timeoutMs, silenceMs, leaveToFinish = false } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      // In a session of its own Ctrl-C does not reach it.
      detached: leaveToFinish,
    })
    if (!leaveToFinish) running.add(child)
    let stdout = ''
    let stderr = ''
    let why = ''
    /** @type {NodeJS.Timeout[]} */
    const timers = []
    /** @param {number | undefined} ms @param {() => boolean} tooLate */
    const limit = (ms, tooLate) => {
      if (ms === undefined) return
      timers.push(
        setTimeout(() => {
          if (!tooLate()) return
          why = `no answer in ${ms / 1000} s`
          child.kill('SIGKILL')
        }, ms),
      )
    }
    limit(timeoutMs, () => true)
    limit(silenceMs, () => stdout === '')

    /** @param {boolean} ok @param {string} reason */
    const end = (ok, reason) => {
      for (const timer of timers) clearTimeout(timer)
      running.delete(child)
      resolve({ ok, stdout, stderr, why: why || reason })
    }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.on('error', (error) => {
      end(false, 'code' in error && error.code === 'ENOENT' ? 'not found' : error.message)
    })
    child.on('close', (code, signal) => end(code === 0, signal ? `killed by ${signal}` : `exit code ${code}`))
    // A command that ends without reading its input is judged by its exit code alone.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/**
 * Runs a command that must work, and returns its standard output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options & {remedy?: string}} [options] `remedy`: what to do when it fails
 */
export async function run(command, args, { remedy, ...options } = {}) {
  const outcome = await attempt(command, args, options)
  if (outcome.ok) return outcome.stdout
  const line = [command, ...args].join(' ').split('\n')[0]
  throw new Problem(
    `\`${line}\` failed (${outcome.why}):\n${lastLines(outcome.stderr || outcome.stdout, 25)}`,
    remedy ?? 'Put that right and run the same command again: set-up goes on where it stopped.',
  )
}

/** @param {string} text @param {number} count */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}

/**
 * Gives `use` a folder of its own for the time it works, also when it is interrupted.
 *
 * @template T
 * @param {string} parent
 * @param {(folder: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withScratchFolder(parent, use) {
  const folder = await mkdtemp(join(parent, 'outlast-'))
  scratchFolders.add(folder)
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
    scratchFolders.delete(folder)
  }
}

/** Ends what still runs and removes the scratch folders: for an interrupted set-up. */
export function abandon() {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of scratchFolders) rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}
