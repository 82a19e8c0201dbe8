import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScenario } from '../../engine/catalogue/scenarios.ts'
import { loadTarget } from '../../engine/catalogue/targets.ts'
import { systemClock } from '../../engine/clock.ts'
import type { StackOptions } from '../../engine/docker/stack.ts'
import { readJournal } from '../../engine/journal/read.ts'
import type { JournalRecord, ScenarioDescription, TrialPhase } from '../../engine/journal/records.ts'
import { planExperiment } from '../../engine/plan.ts'
import type { Platform, RunningStack } from '../../engine/platform.ts'
import { runExperiment } from '../../engine/run.ts'
import type { TrialResult } from '../../reports/trial-result.ts'
import { writeReports } from '../../reports/write-reports.ts'
import { only } from '../experiment/read-journal.ts'

/** A trial that was run, and what its reports say. */
export interface ATrial {
  journal: readonly JournalRecord[]
  /** As `result.json` has it. */
  result: TrialResult
  /** What people read: `summary.md` and `index.html`. */
  read: { summary: string; page: string }
}

interface TrialOptions {
  target: string
  scenario: ScenarioDescription
  /** Another stack than docker-compose.yml has, or less patience with it. */
  stack?: Pick<StackOptions, 'override' | 'readyWithinMs'>
  /** Happens while the stack starts: it may be what the stack waits for. */
  whileStarting?(): Promise<void>
  /** Happens when the stack is up, before the load. */
  onceUp?(stack: RunningStack): Promise<void>
  /** Happens when the phase begins, beside it; the trial is over only when this is, too. */
  during?: { phase: TrialPhase; act(stack: RunningStack): Promise<void> }
  /** How long a census waits for a stack to be whole: no longer where it never will be. */
  wholeWithinMs?: number
}

/** How often a trial is run that the generator itself spoils, because the machine is busy with something else. */
const attempts = 3

/** A scenario of ours, short and small. */
export async function aShort(
  name: string,
  changes: Partial<ScenarioDescription> = {},
): Promise<ScenarioDescription> {
  const overrides = { users: 60, rate: 60, durationMs: 6_000 }
  return { ...(await loadScenario(name, { cwd: tmpdir(), overrides })), timeoutMs: 1_000, ...changes }
}

/** Runs one trial for real, on a platform that is open, and writes its reports. */
export async function aTrial(platform: Platform, options: TrialOptions): Promise<ATrial> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const trial = await aTrialOnce(platform, options)
    if (!trial.result.warnings.some(({ code }) => code === 'dropped')) return trial
  }
  throw new Error(`this machine is too busy: the generator could not keep up in ${attempts} trials`)
}

async function aTrialOnce(platform: Platform, options: TrialOptions): Promise<ATrial> {
  const folder = await mkdtemp(join(tmpdir(), 'outlast-experiment-'))
  const plan = planExperiment({
    targets: [await loadTarget(options.target)],
    scenarios: [options.scenario],
    blocks: 1,
    seed: 20_260_131,
    baseline: options.target,
  })
  const beside: Promise<void>[] = []
  let running: RunningStack | undefined
  try {
    await runExperiment(plan, {
      folder,
      clock: systemClock,
      signal: new AbortController().signal,
      command: 'npm test',
      openPlatform: async () => lent(platform, options, (stack) => (running = stack)),
      emit(event) {
        const { during } = options
        if (during && running && event.type === 'phase' && event.phase === during.phase) {
          beside.push(during.act(running))
        }
      },
    })
    await Promise.all(beside)
    const { trials } = await writeReports(folder)
    const result = only(trials)
    const [summary, page] = await Promise.all(
      ['summary.md', 'index.html'].map((name) => readFile(join(folder, name), 'utf8')),
    )
    return {
      journal: await allOf(join(folder, result.journal)),
      result,
      read: { summary: summary ?? '', page: page ?? '' },
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The platform for one trial, with what that wants changed; it stays open. */
function lent(
  platform: Platform,
  { stack: changes, whileStarting, onceUp, wholeWithinMs }: TrialOptions,
  started: (stack: RunningStack) => void,
): Platform {
  return {
    ...platform,
    async startStack(options) {
      const [stack] = await Promise.all([platform.startStack({ ...options, ...changes }), whileStarting?.()])
      await onceUp?.(stack)
      const { untilHealthy } = stack
      const whole = {
        ...stack,
        untilHealthy: (limitMs: number, signal: AbortSignal) =>
          untilHealthy(wholeWithinMs ?? limitMs, signal),
      }
      started(whole)
      return whole
    },
    async [Symbol.asyncDispose]() {},
  }
}

async function allOf(file: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = []
  for await (const record of readJournal(file)) records.push(record)
  return records
}
