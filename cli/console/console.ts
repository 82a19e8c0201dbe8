import type { ExperimentEvent } from '../../engine/events.ts'
import type { World } from '../world.ts'
import { createNdjson } from './ndjson.ts'
import { paintFor } from './paint.ts'
import { createPlain } from './plain.ts'
import { createTty } from './tty.ts'

/** Shows an experiment while it runs. */
export interface Console extends Disposable {
  show(event: ExperimentEvent): void
  /** A line of ours among what is shown. */
  say(line: string): void
}

interface ConsoleOptions {
  json?: true
  quiet?: true
  color: boolean
}

/** A live view on a terminal, lines elsewhere and in CI, NDJSON for programs, or nothing but what must be said. */
export function createConsole(options: ConsoleOptions, world: World): Console {
  const { stdout, stderr, env, clock } = world
  const say = (line: string) => void stderr.write(`${line}\n`)
  if (options.json) return { show: createNdjson(stdout, clock.now), say, [Symbol.dispose]() {} }
  if (options.quiet) return { show: () => {}, say, [Symbol.dispose]() {} }
  const paint = paintFor(stderr, env, options)
  const live = stderr.isTTY === true && !env.CI && env.TERM !== 'dumb'
  return (live ? createTty : createPlain)({ output: stderr, paint, nowMs: clock.now })
}
