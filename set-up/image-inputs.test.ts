import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { baseImagesOf, filesOf, hashInputs, isIgnored, parseIgnoreRules } from './image-inputs.mjs'

let context: string
beforeEach(() => {
  context = mkdtempSync(join(tmpdir(), 'outlast-inputs-'))
  put('Dockerfile', 'FROM debian:trixie-slim\nCOPY . .\n')
  put('server.ts', 'one')
})
afterEach(() => rmSync(context, { recursive: true }))

function put(path: string, content: string): void {
  mkdirSync(join(context, path, '..'), { recursive: true })
  writeFileSync(join(context, path), content)
}

const hash = (base = 'sha256:base', args = {}) => hashInputs({ context, args }, () => base)

test('an image is up to date as long as nothing it is made from changes', () => {
  expect(hash()).toBe(hash())
})

test.each([
  ['a file of its context', () => put('server.ts', 'two'), () => hash()],
  ['a new file', () => put('lib/more.ts', ''), () => hash()],
  ['its Dockerfile', () => put('Dockerfile', 'FROM debian:trixie-slim\n'), () => hash()],
  ['its base image', () => {}, () => hash('sha256:another')],
  ['a build argument', () => {}, () => hash('sha256:base', { VERSION: '2' })],
])('it is stale after a change of %s', (_what, change, hashAfter) => {
  const before = hash()
  change()
  expect(hashAfter()).not.toBe(before)
})

test('what the .dockerignore leaves out does not make it stale', () => {
  put('.dockerignore', '**/*.test.ts\n')
  const before = hash()
  put('server.test.ts', 'anything')
  expect(hash()).toBe(before)
})

test('the images that a Dockerfile starts from are its bases, its own stages are not', () => {
  const dockerfile =
    'FROM golang:1.26 AS build\nFROM --platform=$BUILDPLATFORM debian:trixie-slim\nFROM build\n'
  expect(baseImagesOf(dockerfile)).toEqual(['golang:1.26', 'debian:trixie-slim'])
})

test.each([
  ['*.md', 'README.md', true],
  ['*.md', 'docs/README.md', false],
  ['**/*.md', 'docs/README.md', true],
  ['**/*.md', 'README.md', true],
  ['node_modules', 'node_modules/a/b.js', true],
  ['/dist/', 'dist/a.js', true],
  ['a?c', 'abc', true],
  ['a.c', 'abc', false],
  ['# *', 'anything', false],
  ['*\n!keep.ts', 'keep.ts', false],
  ['*\n!keep.ts', 'other.ts', true],
  ['!keep.ts\n*', 'keep.ts', true],
])('the rules %j and the file %s: ignored is %s', (rules, path, ignored) => {
  expect(isIgnored(path, parseIgnoreRules(rules))).toBe(ignored)
})

test('a file that is kept inside an ignored folder is found', () => {
  put('targets/web/main.ts', '')
  put('targets/web/main.test.ts', '')
  put('targets/other.ts', '')
  const rules = parseIgnoreRules('*\n!targets/web\n**/*.test.ts')
  expect([...filesOf(context, rules)].map(({ path }) => path)).toEqual(['targets/web/main.ts 0'])
})
