import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFolder, nameOf } from './experiment-folder.ts'
import { killOne, steady } from './testing/a-catalogue.ts'
import { aPlan } from './testing/an-experiment.ts'

const nowMs = Date.parse('2026-01-31T10:15:00.789Z')
const name = '2026-01-31T101500Z-kill-one'
let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'outlast-folder-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

const create = (out?: string) => createFolder(aPlan, { out, cwd, nowMs })

describe('the name says when, and what happened', () => {
  const third = { ...steady, name: 'third' }
  test.each([
    [[killOne], name],
    [[killOne, steady], '2026-01-31T101500Z-kill-one-steady'],
    [[killOne, steady, third], '2026-01-31T101500Z-3-scenarios'],
  ])('%#', (scenarios, expected) => {
    expect(nameOf({ scenarios }, nowMs)).toBe(expected)
  })
})

test('lies in results/, each in one of its own', () => {
  expect(create().path).toBe(join(cwd, 'results', name))
  expect(create().path).toBe(join(cwd, 'results', `${name}-2`))
})

test('results/latest points to the newest', () => {
  create().callLatest()
  const second = create()
  second.callLatest()
  expect(readlinkSync(join(cwd, 'results/latest'))).toBe(`${name}-2`)
  expect(readdirSync(join(cwd, 'results')).sort()).toEqual([name, `${name}-2`, 'latest'])
})

test('is taken away again when it stays empty, and only then', () => {
  const empty = create()
  expect(empty.discardIfEmpty()).toBe(true)
  const full = create()
  writeFileSync(join(full.path, 'result.json'), '{}')
  expect(full.discardIfEmpty()).toBe(false)
  expect(readdirSync(join(cwd, 'results'))).toEqual([name])
  expect(readdirSync(full.path)).toEqual(['result.json'])
})

describe('--out', () => {
  test('is made', () => {
    expect(create('deep/mine').path).toBe(join(cwd, 'deep/mine'))
    expect(readdirSync(join(cwd, 'deep'))).toEqual(['mine'])
  })

  test('may be there, if it is empty', () => {
    mkdirSync(join(cwd, 'mine'))
    expect(create('mine').path).toBe(join(cwd, 'mine'))
  })

  test('that was there stays there', () => {
    mkdirSync(join(cwd, 'mine'))
    expect(create('mine').discardIfEmpty()).toBe(true)
    expect(readdirSync(cwd)).toEqual(['mine'])
  })

  test('is never the latest', () => {
    create('mine').callLatest()
    expect(readdirSync(cwd)).toEqual(['mine'])
  })

  test('that holds something is refused, and left as it is', () => {
    mkdirSync(join(cwd, 'mine'))
    writeFileSync(join(cwd, 'mine/result.json'), 'old')
    expect(() => create('mine')).toThrow(/is not empty/)
    expect(readdirSync(join(cwd, 'mine'))).toEqual(['result.json'])
  })

  test.each([
    ['is a file', 'file', /a part of the path is a file/],
    ['lies in a file', 'file/mine', /a part of the path is a file/],
    ['lies where nobody may write', '/proc/mine', /can't be written/],
  ])('that %s is refused', (_, out, message) => {
    writeFileSync(join(cwd, 'file'), '')
    expect(() => create(out)).toThrow(message)
  })
})
