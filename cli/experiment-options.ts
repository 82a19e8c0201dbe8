import type { Command } from 'commander'
import { collect, durationMs, positiveNumber, wholeNumber } from './option-values.ts'

/** What `compare`, `run` and `plan` are told about an experiment. */
export interface PlanOptions {
  scenario?: string[]
  all?: true
  blocks?: number
  seed?: number
  users?: number
  rate?: number
  servers?: number
  /** Milliseconds. */
  sessionLength?: number
  /** Milliseconds. */
  duration?: number
  baseline?: string
}

/** What is said only when it really runs. */
export interface RunOptions {
  out?: string
  check?: true
  json?: true
}

/** Options that shape the plan; `run` and `compare` differ in the blocks they do unless told. */
export function declarePlanOptions(command: Command, blocksUnlessTold: string): void {
  command
    .option('--scenario <name|file>', 'what happens to each target; may be repeated', collect)
    .option(
      '--blocks <n>',
      `repeats: each block runs every target once (${blocksUnlessTold})`,
      wholeNumber('--blocks', 1),
    )
    .option('--seed <n>', 'repeats the order and the traffic of an earlier run', wholeNumber('--seed', 0))
    .option('--users <n>', 'instead of the scenario’s', wholeNumber('--users', 1))
    .option(
      '--rate <n>',
      'operations per second, instead of the scenario’s; where its rate moves, at the highest',
      positiveNumber('--rate'),
    )
    .option(
      '--servers <n>',
      'web servers at the start, instead of the scenario’s',
      wholeNumber('--servers', 1),
    )
    .option(
      '--session-length <time>',
      'how long users stay logged in on average, such as 20s, instead of the scenario’s share of logouts',
      durationMs('--session-length'),
    )
    .option(
      '--duration <time>',
      'of the load, such as 60s; every time of the scenario is stretched in proportion',
      durationMs('--duration'),
    )
}

/** Options of those who compare targets. */
export function declareComparison(command: Command): void {
  command
    .option('--all', 'every target, or every scenario, or both: whatever is not named')
    .option(
      '--baseline <target>',
      'the one that the others are compared with (the first; with --all stateless-redis)',
    )
}

/** Options of those who really run. */
export function declareRunOptions(command: Command): void {
  command
    .option('--out <dir>', 'a new or empty folder for the results (results/<time>-<scenario>)')
    .option('--check', 'exit code 1 when a hypothesis of a scenario did not hold')
    .option('--json', 'events as NDJSON on standard output, the path of the report in the last one')
}
