import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScenario } from '../../engine/catalogue/scenarios.ts'
import { loadTarget } from '../../engine/catalogue/targets.ts'
import { systemClock } from '../../engine/clock.ts'
import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { readJournal } from '../../engine/journal/read.ts'
import type { JournalRecord } from '../../engine/journal/records.ts'
import { planExperiment } from '../../engine/plan.ts'
import type { Platform } from '../../engine/platform.ts'
import { runExperiment } from '../../engine/run.ts'
import type { TrialResult } from '../../reports/trial-result.ts'
import { writeReports } from '../../reports/write-reports.ts'
import { only } from '../experiment/read-journal.ts'
import { lend, type Trouble } from './lend.ts'

/** A trial that was run, and what its reports say. */
export interface ATrial {
  journal: readonly JournalRecord[]
  /** As `result.json` has it. */
  result: TrialResult
  /** What people read: `summary.md` and `index.html`. */
  read: readonly string[]
}

interface TrialOptions extends Trouble {
  target: string
  scenario: ScenarioDescription
}

/** A scenario of ours, short and small. */
export async function aShort(
  name: string,
  changes: Partial<ScenarioDescription> = {},
): Promise<ScenarioDescription> {
  const overrides = { users: 60, rate: 60, durationMs: 4_500 }
  return { ...(await loadScenario(name, { cwd: tmpdir(), overrides })), timeoutMs: 1_000, ...changes }
}

/** Runs one trial for real, on a platform that is open, and writes its reports. */
export async function aTrial(
  platform: Platform,
  { target, scenario, ...trouble }: TrialOptions,
): Promise<ATrial> {
  const folder = await mkdtemp(join(tmpdir(), 'outlast-experiment-'))
  const plan = planExperiment({
    targets: [await loadTarget(target)],
    scenarios: [scenario],
    blocks: 1,
    seed: 20_260_131,
    baseline: target,
  })
  const lent = lend(platform, trouble)
  try {
    await runExperiment(plan, {
      folder,
      clock: systemClock,
      signal: new AbortController().signal,
      command: 'npm test',
      openPlatform: async () => lent.platform,
      emit: lent.hear,
    })
    await lent.done()
    return await found(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function found(folder: string): Promise<ATrial> {
  const result = only((await writeReports(folder)).trials)
  const read = ['summary.md', 'index.html'].map((name) => readFile(join(folder, name), 'utf8'))
  const journal: JournalRecord[] = []
  for await (const record of readJournal(join(folder, result.journal))) journal.push(record)
  return { journal, result, read: await Promise.all(read) }
}
