import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A running `outlast`, as a user starts it. */
export interface AnOutlast {
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** Resolves when standard error has said it; fails when the command ends without. */
  says(words: RegExp): Promise<void>
  /** The exit code, or the signal that ended it, when everything it wrote has arrived. */
  ended: Promise<number | NodeJS.Signals | null>
}

interface Surroundings {
  env?: Readonly<Record<string, string>>
  /** Where it is typed; unless told, in the folder of Outlast. */
  cwd?: string
  /** A shell script that ends in `exec "$@"`, to run it in. */
  within?: string
}

export function anOutlast(
  argv: readonly string[],
  { env = {}, cwd = root, within }: Surroundings = {},
): AnOutlast {
  const command = [process.execPath, join(root, 'cli/outlast.mjs'), ...argv]
  const [file = '', ...args] = within === undefined ? command : ['bash', '-c', within, 'bash', ...command]
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  return {
    child,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    async says(words) {
      while (!words.test(stderr)) {
        const more = once(child.stderr, 'data')
        const end = ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${stderr}`)))
        await Promise.race([more, end])
      }
    },
  }
}
