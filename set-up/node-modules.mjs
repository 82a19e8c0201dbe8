import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { attempt, run } from './command.mjs'
import { Problem } from './problem.mjs'

/**
 * The packages of package-lock.json, Node 24 among them.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {string} project
 */
export async function nodeModules(progress, project) {
  const wanted = readLock(join(project, 'package-lock.json'))
  // What npm notes of an installation, once that is complete.
  const installed = readLock(join(project, 'node_modules/.package-lock.json'))
  const difference = wanted && whatDiffers(wanted, installed)
  const expected = `v${wanted?.['node_modules/node']?.version}`
  if (!difference && (await nodeVersion(project)) === expected) return

  progress.start(
    `Node modules: npm ci, because ${difference ?? `node_modules/.bin/node is not Node ${expected}`}`,
  )
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: project, env: { PATH: pathWithout(project) } })
  const version = await nodeVersion(project)
  if (version === expected) return
  throw new Problem(
    `node_modules/.bin/node is ${version || 'missing'} after npm ci, not Node ${expected}.`,
    'npm must be allowed to run the install script of the package "node": look for ignore-scripts in `npm config list`.',
  )
}

/** @typedef {Record<string, {version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean}>} Packages */

/**
 * Why what is installed is not what the lock file wants; undefined when it is.
 *
 * @param {Packages} wanted
 * @param {Packages | undefined} installed
 */
export function whatDiffers(wanted, installed) {
  if (!installed) return 'they are not installed'
  for (const [path, { version, integrity, optional, devOptional, link }] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/') || link) continue
    const found = installed[path]
    // An optional package may be meant for another platform.
    if (!found && (optional || devOptional)) continue
    const name = path.replace(/^node_modules\//, '')
    if (!found) return `${name} is missing`
    if (found.version !== version || found.integrity !== integrity) return `${name} is not version ${version}`
  }
  return undefined
}

/**
 * @param {string} file
 * @returns {Packages | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** @param {string} project */
async function nodeVersion(project) {
  const { stdout } = await attempt(join(project, 'node_modules/.bin/node'), ['--version'])
  return stdout.trim()
}

/**
 * npm must not run on the Node that it is about to replace: npm scripts have that first on their PATH.
 *
 * @param {string} project
 */
function pathWithout(project) {
  const own = join(project, 'node_modules')
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(own))
    .join(delimiter)
}
