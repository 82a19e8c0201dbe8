import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { InputError } from '../errors.ts'
import { loadFaults } from './faults.ts'

const faults = await loadFaults()

test('the files beside them that define no fault are not faults', () => {
  expect([...faults.keys()]).toEqual(expect.arrayContaining(['add', 'kill', 'remove', 'stop']))
  expect(faults.has('inject')).toBe(false)
  expect(faults.has('fault')).toBe(false)
})

describe.each([...faults])('%s', (kind, fault) => {
  test('is named after its file and has a summary', () => {
    expect(fault.kind).toBe(kind)
    expect(fault.summary).toMatch(/^\S.{15,}$/)
  })

  test('refuses options that it does not know', () => {
    expect(fault.options.safeParse({ servise: 'web' }).success).toBe(false)
  })
})

test('a fault is one new file, whose name is its kind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outlast-faults-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const shout = "export const shout = Object.assign(() => {}, { definition: { kind: 'shout' } })"
  writeFileSync(join(folder, 'shout.ts'), shout)
  expect([...(await loadFaults(folder)).keys()]).toEqual(['shout'])

  writeFileSync(join(folder, 'whisper.ts'), shout)
  await expect(loadFaults(folder)).rejects.toThrow(InputError)
  await expect(loadFaults(folder)).rejects.toThrow('whisper.ts defines the fault "shout"')
})
