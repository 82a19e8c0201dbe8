import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

// All that an image's content depends on is its Dockerfile, its build context as the .dockerignore cuts it, its
// build arguments, and its base images. So there is no list of inputs to keep.

/**
 * @typedef {object} Build a `build:` of `docker compose config`
 * @property {string} context
 * @property {string} [dockerfile]
 * @property {Record<string, string>} [args]
 * @property {string} [target]
 */

/**
 * One hash over all inputs of an image.
 *
 * @param {Build} build
 * @param {(image: string) => string} idOf of a base image
 */
export function hashInputs(build, idOf) {
  const dockerfile = dockerfileOf(build)
  const hash = createHash('sha256')
  /** @param {string | Buffer} part */
  const add = (part) => hash.update(`${part.length}:`).update(part)
  add(JSON.stringify([build.args ?? {}, build.target ?? '']))
  add(readFileSync(dockerfile))
  for (const image of baseImagesOf(readFileSync(dockerfile, 'utf8'))) add(idOf(image))
  for (const { path, content } of filesOf(build.context, readIgnoreRules(build, dockerfile))) {
    add(path)
    add(content)
  }
  return hash.digest('hex').slice(0, 32)
}

/** @param {Build} build */
export function dockerfileOf({ context, dockerfile = 'Dockerfile' }) {
  return resolve(context, dockerfile)
}

/**
 * The images that a Dockerfile starts from, stages of its own left out.
 *
 * @param {string} dockerfile
 */
export function baseImagesOf(dockerfile) {
  const stages = new Set()
  const images = new Set()
  for (const [, image, stage] of dockerfile.matchAll(/^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)) {
    if (!stages.has(image)) images.add(image)
    if (stage) stages.add(stage)
  }
  return [...images]
}

/**
 * @typedef {{keep: boolean, pattern: string, matches: RegExp}} IgnoreRule
 *
 * @param {Build} build
 * @param {string} dockerfile
 */
function readIgnoreRules({ context }, dockerfile) {
  const file = [`${dockerfile}.dockerignore`, join(context, '.dockerignore')].find((file) => existsSync(file))
  return file ? parseIgnoreRules(readFileSync(file, 'utf8')) : []
}

/**
 * @param {string} text of a .dockerignore
 * @returns {IgnoreRule[]}
 */
export function parseIgnoreRules(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const keep = line.startsWith('!')
      const pattern = line.replace(/^!/, '').replace(/^\.?\/|\/$/g, '')
      return { keep, pattern, matches: asRegExp(pattern) }
    })
}

/**
 * Docker's patterns: `*` and `?` within a name, `**` over folders; what matches a folder matches all in it.
 *
 * @param {string} pattern
 */
function asRegExp(pattern) {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    return part === '?' ? '[^/]' : `\\${part}`
  })
  return new RegExp(`^${source}(?:/|$)`)
}

/**
 * The last rule that matches decides.
 *
 * @param {string} path
 * @param {readonly IgnoreRule[]} rules
 */
export function isIgnored(path, rules) {
  let ignored = false
  for (const { keep, matches } of rules) if (matches.test(path)) ignored = !keep
  return ignored
}

/**
 * The files of a build context, in a fixed order.
 *
 * @param {string} context
 * @param {readonly IgnoreRule[]} rules
 * @param {string} [folder]
 * @returns {Generator<{path: string, content: string | Buffer}>}
 */
export function* filesOf(context, rules, folder = '') {
  const entries = readdirSync(join(context, folder), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    const file = join(context, path)
    const ignored = isIgnored(path, rules)
    if (entry.isDirectory()) {
      if (!ignored || mayKeepIn(path, rules)) yield* filesOf(context, rules, path)
    } else if (!ignored) {
      if (entry.isSymbolicLink()) yield { path, content: readlinkSync(file) }
      else yield { path: `${path} ${statSync(file).mode & 0o111}`, content: readFileSync(file) }
    }
  }
}

/**
 * Whether a rule may keep something inside an ignored folder.
 *
 * @param {string} folder
 * @param {readonly IgnoreRule[]} rules
 */
function mayKeepIn(folder, rules) {
  return rules.some(({ keep, pattern }) => keep && pattern.startsWith(`${folder}/`))
}
