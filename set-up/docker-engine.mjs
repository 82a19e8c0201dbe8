import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, lastLines, run } from './command.mjs'
import { installPackages } from './machine.mjs'
import { Problem } from './problem.mjs'

const daemonLog = '/var/log/outlast-dockerd.log'

/**
 * A Docker server that answers: found, started, or installed and started.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {import('./machine.mjs').Machine} machine
 */
export async function dockerEngine(progress, machine) {
  const found = await askServer()
  if (found.version) return
  const problem = whyNoServer(found.error, machine)
  if (problem) throw problem

  if (!(await attempt('dockerd', ['--version'])).ok) {
    progress.start('Docker: installing docker.io, because no Docker server answers')
    await installPackages(machine, ['docker.io'], 'Docker is not installed: no Docker server answers.')
    if ((await askServer()).version) return
  }
  progress.start('Docker: starting its server, because none answers; it is left running')
  await startDaemon(machine)
}

/**
 * Asks for the server's version: a `docker` command alone says nothing about a server.
 *
 * @returns {Promise<{version: string, error: string}>}
 */
async function askServer() {
  const { ok, stdout, stderr, why } = await attempt(
    'docker',
    ['version', '--format', '{{.Server.Version}}'],
    { timeoutMs: 20_000 },
  )
  return ok ? { version: stdout.trim(), error: '' } : { version: '', error: stderr.trim() || why }
}

/**
 * The problem that set-up must leave to the user, or undefined when it can install or start a server.
 *
 * @param {string} error what `docker version` said
 * @param {import('./machine.mjs').Machine} machine
 * @param {NodeJS.ProcessEnv} [env]
 */
export function whyNoServer(error, machine, env = process.env) {
  if (env.DOCKER_HOST) {
    return new Problem(
      `The Docker server at DOCKER_HOST=${env.DOCKER_HOST} does not answer: ${error}`,
      'Start that server, or unset DOCKER_HOST to use the one of this machine.',
    )
  }
  if (/permission denied/i.test(error)) {
    return new Problem(
      `Docker runs, but this user may not use it: ${error}`,
      'Run this, log in anew, then run the same command again:\n  sudo usermod -aG docker "$USER"',
    )
  }
  if (machine.platform !== 'linux') {
    return new Problem(
      `No Docker server answers: ${error}`,
      'Install Docker Desktop if it is missing, start it, then run the same command again.',
    )
  }
  return undefined
}

/** @param {import('./machine.mjs').Machine} machine */
async function startDaemon(machine) {
  const hasServiceManager = existsSync('/run/systemd/system')
  if (!machine.root) {
    throw new Problem(
      'Docker is installed, but its server does not run.',
      `Run this, then the same command again:\n  ${
        hasServiceManager
          ? 'sudo systemctl start docker'
          : 'sudo sh -c "setsid nohup dockerd >/dev/null 2>&1 &"'
      }`,
    )
  }
  if (hasServiceManager) {
    await run('systemctl', ['start', 'docker'])
  } else {
    const log = openSync(daemonLog, 'w')
    // `detached` is setsid: it outlives this process, its terminal, and Ctrl-C.
    spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log], cwd: '/' }).unref()
  }
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if ((await askServer()).version) return
    await sleep(100)
  }
  const log = hasServiceManager ? 'See: journalctl -u docker' : lastLines(readFileSync(daemonLog, 'utf8'), 15)
  throw new Problem(
    `The Docker server was started but does not answer after 60 s.\n${log}`,
    `Put that right, start dockerd (its log was ${daemonLog}), then run the same command again.`,
  )
}
