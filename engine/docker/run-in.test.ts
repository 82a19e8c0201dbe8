import type Docker from 'dockerode'
import { expect, test } from 'vitest'
import { TargetError } from '../errors.ts'
import { runIn } from './run-in.ts'

/** A daemon that takes every command, and whose commands never end. */
const aDaemonThatHangs = {
  getContainer: () => ({ exec: async () => ({ start: () => new Promise(() => {}) }) }),
} as unknown as Docker

test('a command that does not end is given up, by its name', async () => {
  const given = runIn(aDaemonThatHangs, 'c1', ['nginx', '-v'], { limitMs: 20 })
  await expect(given).rejects.toBeInstanceOf(TargetError)
  await expect(given).rejects.toThrow('"nginx -v" did not end in its container within 0.02 s.')
})
