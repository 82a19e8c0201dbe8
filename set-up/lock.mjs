import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Images belong to the machine, not to a folder: all set-ups of one user take turns. */
export const lockFile = join(tmpdir(), `outlast-set-up-${process.getuid?.() ?? 'user'}.lock`)

/**
 * Waits until no other set-up runs, and keeps others waiting until the returned function is called.
 * A lock whose holder has died counts for nothing.
 *
 * @param {(holder: number) => void} onWait called once, when there is somebody to wait for
 * @param {string} [file]
 * @returns {Promise<() => void>}
 */
export async function takeLock(onWait, file = lockFile) {
  let waiting = false
  for (;;) {
    if (tryLock(file)) return () => rmSync(file, { force: true })
    const holder = readHolder(file)
    if (holder === undefined) continue
    if (!isAlive(holder)) {
      discard(file, holder)
      continue
    }
    if (!waiting) onWait(holder.pid)
    waiting = true
    await sleep(200)
  }
}

/** @typedef {{pid: number, startedAt: string}} Holder `startedAt` tells a process from a later one of its number */

/** @param {string} file */
function tryLock(file) {
  const own = `${file}.${process.pid}`
  /** @type {Holder} */
  const holder = { pid: process.pid, startedAt: startOf(process.pid) }
  writeFileSync(own, JSON.stringify(holder))
  try {
    // A link appears at once and with its content; it fails when the name is taken.
    linkSync(own, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/**
 * @param {string} file
 * @returns {Holder | undefined} undefined when it has just been released
 */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    if (error instanceof SyntaxError) return { pid: 0, startedAt: '' }
    throw error
  }
}

/** @param {Holder} holder */
function isAlive({ pid, startedAt }) {
  if (pid <= 0 || startOf(pid) !== startedAt) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * When a process started, in ticks since the machine did; '' where /proc does not tell.
 *
 * @param {number} pid
 */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/**
 * Takes a dead holder's lock away, but not the one that a quicker set-up has put there meanwhile.
 *
 * @param {string} file
 * @param {Holder} dead
 */
function discard(file, dead) {
  const aside = `${file}.${process.pid}.dead`
  try {
    renameSync(file, aside)
    const taken = readHolder(aside)
    if (taken && taken.pid !== dead.pid) linkSync(aside, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['ENOENT', 'EEXIST'].includes(String(error.code))))
      throw error
  } finally {
    rmSync(aside, { force: true })
  }
}
