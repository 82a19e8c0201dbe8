import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { attempt, run } from './command.mjs'
import { Problem } from './problem.mjs'

/**
 * `docker compose`, version 2 or later: found, or Debian 13's put beside the user's other Docker plugins.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {import('./machine.mjs').Machine} machine
 */
export async function compose(progress, machine) {
  const { ok, stdout } = await attempt('docker', ['compose', 'version', '--short'])
  if (ok && isVersion2OrLater(stdout)) return
  if (machine.platform !== 'linux') {
    throw new Problem(
      '`docker compose` (version 2 or later) is missing.',
      'Update Docker Desktop: it brings it.',
    )
  }
  progress.start(
    "Compose: taking Debian 13's `docker compose`, because this Docker has none of version 2 or later",
  )
  await installPlugin()
}

/** @param {string} version as compose prints it: `2.26.1-4`, `v2.40.0`, `5.0.1` */
export function isVersion2OrLater(version) {
  return Number(/^v?(\d+)\./.exec(version.trim())?.[1] ?? 0) >= 2
}

/** Compose 2.26 on purpose: 5 refuses Engine 20.10, and version 1 does not build with BuildKit. */
async function installPlugin() {
  const script = `
    cd /tmp
    apt-get update >/dev/null
    apt-get download docker-compose >/dev/null
    dpkg -x docker-compose_*.deb package
    base64 package/usr/libexec/docker/cli-plugins/docker-compose`
  const encoded = await run('docker', ['run', '--rm', 'debian:trixie-slim', 'sh', '-e', '-c', script])
  const folder = join(process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'cli-plugins')
  const plugin = join(folder, 'docker-compose')
  await mkdir(folder, { recursive: true })
  const partial = `${plugin}.${process.pid}`
  await writeFile(partial, Buffer.from(encoded, 'base64'))
  await chmod(partial, 0o755)
  await rename(partial, plugin)
  await run('docker', ['compose', 'version'], {
    remedy: 'Install docker compose (version 2 or later) by hand, then run the same command again.',
  })
}
