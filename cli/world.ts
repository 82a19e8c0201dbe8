import type { Clock } from '../engine/clock.ts'
import type { Doors } from './doors.ts'

/** Where text goes: standard output, standard error, or a test's memory. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

/** Everything of the world that a command sees: nothing else of the process is touched. */
export interface World {
  stdout: Output
  stderr: Output
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  clock: Clock
  /** Aborted, with an `Interrupted`, when the user presses Ctrl-C or the process is told to end. */
  signal: AbortSignal
  /** What the engine and the reports can do. */
  doors: Doors
}
