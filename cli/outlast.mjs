#!/usr/bin/env node
// Plain JavaScript that Node 18 can run. Outlast itself is TypeScript and needs Node 24, which set-up has put into
// node_modules: where the Node that runs this is older, that one takes over.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** @param {string} path */
const beside = (path) => fileURLToPath(new URL(path, import.meta.url))

const bin = beside('bin.ts')
const node24 = beside(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`)
const canRunTypeScript = Number(process.versions.node.split('.')[0]) >= 24

if (!existsSync(beside('../node_modules/commander')) || !(canRunTypeScript || existsSync(node24))) {
  process.stderr.write(
    `outlast: Outlast is not set up in ${beside('..')}.\n         Run "npm run set-up" there first.\n`,
  )
  process.exitCode = 2
} else if (canRunTypeScript) {
  await import('./bin.ts')
} else {
  handOver()
}

function handOver() {
  // The channel tells the other Node when this one is killed.
  const stdio = /** @type {const} */ (['inherit', 'inherit', 'inherit', 'ipc'])
  const child = spawn(node24, [bin, ...process.argv.slice(2)], { stdio: [...stdio] })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal))
  }
  child.on('error', (error) => {
    process.stderr.write(`outlast: ${node24} can't be started: ${error.message}.\n`)
    process.exit(2)
  })
  child.on('exit', (code) => process.exit(code ?? 2))
}
