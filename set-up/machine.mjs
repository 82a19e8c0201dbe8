import { readFileSync } from 'node:fs'
import { run } from './command.mjs'
import { Problem } from './problem.mjs'

/**
 * What set-up may do on this machine.
 *
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {boolean} root
 * @property {string} distribution `debian`, `ubuntu` … or '' where there is none
 * @property {boolean} mayInstall whether set-up may install system packages itself
 */

/**
 * @param {{platform?: NodeJS.Platform, uid?: number | undefined, osRelease?: string, env?: NodeJS.ProcessEnv}} [facts]
 * @returns {Machine}
 */
export function describeMachine({
  platform = process.platform,
  uid = process.getuid?.(),
  osRelease = readOsRelease(),
  env = process.env,
} = {}) {
  const distribution = /^ID="?([^"\n]*)/m.exec(osRelease)?.[1] ?? ''
  const root = uid === 0
  const mayInstall = root && hasApt(distribution) && env.OUTLAST_NO_INSTALL !== '1'
  return { platform, root, distribution, mayInstall }
}

/**
 * Installs system packages, or stops with the command that does.
 *
 * @param {Machine} machine
 * @param {readonly string[]} packages
 * @param {string} what what is missing
 */
export async function installPackages(machine, packages, what) {
  if (!machine.mayInstall) throw new Problem(what, howToInstall(machine, packages))
  /** @param {readonly string[]} args */
  const aptGet = (args) =>
    run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '--quiet', ...args], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      leaveToFinish: true,
    })
  await aptGet(['update'])
  await aptGet(['install', '--yes', '--no-install-recommends', ...packages])
}

/**
 * @param {Machine} machine
 * @param {readonly string[]} packages
 */
export function howToInstall(machine, packages) {
  if (!hasApt(machine.distribution)) return `Install ${packages.join(', ')} and run the same command again.`
  const sudo = machine.root ? '' : 'sudo '
  return [
    'Run this, then the same command again:',
    `  ${sudo}apt-get update`,
    `  ${sudo}apt-get install --no-install-recommends ${packages.join(' ')}`,
  ].join('\n')
}

/** @param {string} distribution */
function hasApt(distribution) {
  return distribution === 'debian' || distribution === 'ubuntu'
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}
