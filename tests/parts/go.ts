import { resolve } from 'node:path'
import { findGo } from '../../set-up/go.mjs'
import { read } from './command.ts'
import { judge, type Outcome, one, type Part, sum } from './part.ts'

/** Runs a command of Go's, here or in a container; returns its exit code. */
type Toolchain = (command: readonly string[], onLine: (line: string) => void) => Promise<number>

/** A Go module: its format, `go vet`, and its tests, with the race detector where there is a C compiler. */
export function go(name: string, module: string): Part {
  return {
    name,
    run: async () => {
      const toolchain = (await findGo()) ? onThisMachine(module) : inContainer(module)
      return sum([await checkFormat(toolchain), await vet(toolchain), await test(toolchain)])
    },
  }
}

function onThisMachine(module: string): Toolchain {
  return ([command = '', ...args], onLine) => read(command, args, onLine, module)
}

function inContainer(module: string): Toolchain {
  // All of the project, not the module alone: its tests read what it shares with the web server.
  const mounts = [
    `${resolve()}:/src:ro`,
    'outlast-go-mod:/go/pkg/mod',
    'outlast-go-build:/root/.cache/go-build',
  ]
  const run = [
    'run',
    '--rm',
    '--workdir',
    `/src/${module}`,
    ...mounts.flatMap((mount) => ['--volume', mount]),
  ]
  return (command, onLine) => read('docker', [...run, 'golang:1.26-trixie', ...command], onLine)
}

async function checkFormat(toolchain: Toolchain): Promise<Outcome> {
  const misformatted: string[] = []
  const exitCode = await toolchain(['gofmt', '-l', '.'], (file) => misformatted.push(file))
  const formatted = exitCode === 0 && misformatted.length === 0
  const message = `ended with exit code ${exitCode} and would change: ${misformatted.join(', ') || 'nothing'}`
  if (!formatted) console.log(`gofmt ${message}`)
  return one('gofmt', formatted, message)
}

async function vet(toolchain: Toolchain): Promise<Outcome> {
  const exitCode = await toolchain(['go', 'vet', './...'], console.log)
  return one('go vet', exitCode === 0, `ended with exit code ${exitCode}`)
}

async function test(toolchain: Toolchain): Promise<Outcome> {
  const hasCompiler = (await toolchain(['sh', '-c', 'command -v gcc'], () => {})) === 0
  if (!hasCompiler) console.log('No gcc: the tests run without the race detector.')
  const reader = readGo(console.log)
  const race = hasCompiler ? ['-race'] : []
  const exitCode = await toolchain(['go', 'test', ...race, '-json', './...'], reader.read)
  return judge(reader.outcome, exitCode)
}

interface GoEvent {
  Action: string
  Package?: string
  Test?: string
  Output?: string
}

/** Reads the lines of `go test -json` one by one, and prints what failed, and each package's outcome. */
export function readGo(print: (text: string) => void) {
  const outcome: Outcome = { passed: 0, skipped: 0, failures: [] }
  const outputs = new Map<string, string>()
  const packagesWithFailures = new Set<string>()

  const read = (line: string): void => {
    if (!line.startsWith('{')) {
      print(line)
      return
    }
    const { Action, Package = '', Test, Output = '' }: GoEvent = JSON.parse(line)
    const key = `${Package} ${Test ?? ''}`
    if (Action === 'output' || Action === 'build-output') {
      outputs.set(key, (outputs.get(key) ?? '') + Output)
      return
    }
    if (Action !== 'pass' && Action !== 'fail' && Action !== 'skip') return
    const output = (outputs.get(key) ?? '').trimEnd()
    outputs.delete(key)
    if (Action === 'fail' || Test === undefined) print(output)
    if (Test === undefined) {
      // A package that can't be built fails without a test.
      if (Action === 'fail' && !packagesWithFailures.has(Package)) {
        outcome.failures.push({ test: Package, message: output })
      }
      return
    }
    if (Action === 'fail') {
      packagesWithFailures.add(Package)
      outcome.failures.push({ test: `${Package}: ${Test}`, message: output })
    } else {
      outcome[Action === 'pass' ? 'passed' : 'skipped']++
    }
  }
  return { read, outcome }
}
