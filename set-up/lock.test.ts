import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeLock } from './lock.mjs'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-lock-'))
  file = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a second set-up waits until the first has finished, and is told for whom', async () => {
  const release = await takeLock(() => {}, file)
  const onWait = vi.fn()
  const second = takeLock(onWait, file)
  await vi.waitFor(() => expect(onWait).toHaveBeenCalledExactlyOnceWith(process.pid))
  release()
  const releaseSecond = await second
  expect(existsSync(file)).toBe(true)
  releaseSecond()
  expect(existsSync(file)).toBe(false)
})

test.each([
  ['a process that is no more', { pid: 4_194_301, startedAt: '1' }],
  ['an earlier process of the same number', { pid: process.pid, startedAt: 'earlier' }],
])('the lock of %s counts for nothing', async (_who, holder) => {
  writeFileSync(file, JSON.stringify(holder))
  const onWait = vi.fn()
  const release = await takeLock(onWait, file)
  expect(onWait).not.toHaveBeenCalled()
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid })
  release()
})

test('half a lock, as a full disk leaves it, counts for nothing', async () => {
  writeFileSync(file, '{"pid":')
  const release = await takeLock(() => {}, file)
  release()
})
