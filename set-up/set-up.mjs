import { fileURLToPath } from 'node:url'
import { baseImages } from './base-images.mjs'
import { chromium } from './chromium.mjs'
import { abandon } from './command.mjs'
import { compose } from './compose.mjs'
import { dockerEngine } from './docker-engine.mjs'
import { images } from './images.mjs'
import { takeLock } from './lock.mjs'
import { describeMachine } from './machine.mjs'
import { nodeModules } from './node-modules.mjs'
import { Problem } from './problem.mjs'
import { inSeconds, trackProgress } from './progress.mjs'
import { testTools } from './test-tools.mjs'

const help = `Usage: node set-up/set-up.mjs [--for-tests]

Sets up all that Outlast needs, and does nothing where that is done already:
  Node modules    npm ci, which brings Node 24 too
  Docker          a server that answers: started or, as root on Debian or Ubuntu, installed
  base images     pulled or, where no image registry answers, made here with debootstrap
  Compose         docker compose, version 2 or later
  images          those of docker-compose.yml whose inputs have changed
  tools of tests  with --for-tests: Git, a C compiler for Go's race detector, and Chromium for the tests of the report

What only an administrator may do it prints as commands to run.

Options:
  --for-tests     also what only the tests need
  --help          this text

Environment:
  OUTLAST_NO_INSTALL=1    never install system packages
  OUTLAST_CHROMIUM=FILE   the browser for the tests
  DOCKER_HOST             the Docker server to use, as for docker

Exit codes: 0 done, 2 failed, 130 interrupted.
`

const project = fileURLToPath(new URL('..', import.meta.url))

/** @param {{forTests: boolean}} options */
async function setUp({ forTests }) {
  const startedMs = performance.now()
  const progress = trackProgress()
  const release = await takeLock((holder) => progress.start(`Waiting for another set-up (process ${holder})`))
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      progress.end('interrupted, ')
      abandon()
      release()
      process.exit(130)
    })
  }
  try {
    const machine = describeMachine()
    await nodeModules(progress, project)
    await dockerEngine(progress, machine)
    await baseImages(progress, machine)
    await compose(progress, machine)
    await images(progress, project)
    if (forTests) {
      await testTools(progress, machine)
      await chromium(progress, machine)
    }
    progress.end()
    process.stderr.write(`Set-up is complete (${inSeconds(performance.now() - startedMs)})\n`)
  } catch (error) {
    progress.end('failed, ')
    throw error
  } finally {
    release()
  }
}

const args = process.argv.slice(2)
const unknown = args.find((arg) => !['--for-tests', '--help'].includes(arg))
if (args.includes('--help')) {
  process.stdout.write(help)
} else if (unknown) {
  process.stderr.write(`Set-up knows no argument ${unknown}.\n\n${help}`)
  process.exitCode = 2
} else {
  await setUp({ forTests: args.includes('--for-tests') }).catch((error) => {
    process.stderr.write(
      error instanceof Problem
        ? `\nSet-up failed: ${error.message}\n\n${error.remedy}\n`
        : `\nSet-up failed: ${error?.stack}\n`,
    )
    process.exitCode = 2
  })
}
