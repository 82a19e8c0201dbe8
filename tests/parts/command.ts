import { spawn } from 'node:child_process'

const limitMs = 45 * 60_000

/** Runs a command whose output goes to the terminal as it is; returns its exit code. */
export function show(
  command: string,
  args: readonly string[],
  { env }: { env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'], timeout: limitMs })
    child.on('error', (error) => {
      console.log(`${command}: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a command and gives each line of its standard output to `onLine`; returns its exit code. */
export function read(
  command: string,
  args: readonly string[],
  onLine: (line: string) => void,
  cwd?: string,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], timeout: limitMs })
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
    })
    child.on('error', (error) => {
      console.log(`${command}: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code) => {
      if (rest) onLine(rest)
      resolve(code ?? 1)
    })
  })
}
