import { attempt } from './command.mjs'

/** What traffic/go.mod asks for. */
const needed = /** @type {const} */ ([1, 26])

/**
 * Where this machine's Go is, when it is new enough.
 *
 * @returns {Promise<string | undefined>} its GOROOT
 */
export async function findGo() {
  const { stdout } = await attempt('go', ['env', 'GOVERSION', 'GOROOT'])
  const [version = '', root] = stdout.split('\n')
  return isGoAtLeast(version, needed) ? root : undefined
}

/**
 * @param {string} version as Go prints it: `go1.26.8`
 * @param {readonly [number, number]} least
 */
export function isGoAtLeast(version, [leastMajor, leastMinor]) {
  const match = /^go(\d+)\.(\d+)/.exec(version)
  if (!match) return false
  const major = Number(match[1])
  return major > leastMajor || (major === leastMajor && Number(match[2]) >= leastMinor)
}
