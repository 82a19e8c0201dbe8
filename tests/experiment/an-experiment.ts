import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScenario } from '../../engine/catalogue/scenarios.ts'
import { loadTarget } from '../../engine/catalogue/targets.ts'
import { systemClock } from '../../engine/clock.ts'
import type { ExperimentEvent } from '../../engine/events.ts'
import type { FaultDescription, ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { readJournal } from '../../engine/journal/read.ts'
import type { JournalRecord } from '../../engine/journal/records.ts'
import { planExperiment } from '../../engine/plan.ts'
import { type ExperimentOutcome, runExperiment } from '../../engine/run.ts'

export interface RanExperiment {
  outcome: ExperimentOutcome
  /** The journal of each trial, by its id. */
  journals: ReadonlyMap<string, readonly JournalRecord[]>
}

interface ExperimentOptions {
  targets: readonly string[]
  scenarios: readonly ScenarioDescription[]
  /** Sees every event, and may interrupt. */
  watch?(event: ExperimentEvent, interrupt: () => void): void
}

/** Runs one block of every target under every scenario, for real, and reads what the journals say. */
export async function anExperiment({ targets, scenarios, watch }: ExperimentOptions): Promise<RanExperiment> {
  const folder = await mkdtemp(join(tmpdir(), 'outlast-experiment-'))
  const interruption = new AbortController()
  const [baseline = ''] = targets
  const plan = planExperiment({
    targets: await Promise.all(targets.map((name) => loadTarget(name))),
    scenarios: [...scenarios],
    blocks: 1,
    seed: 20_260_131,
    baseline,
  })
  try {
    const outcome = await runExperiment(plan, {
      folder,
      clock: systemClock,
      signal: interruption.signal,
      command: 'npm test',
      emit: (event) => watch?.(event, () => interruption.abort(new Error('interrupted by the test'))),
    })
    const journals = new Map<string, JournalRecord[]>()
    for (const { id } of outcome.trials) {
      journals.set(id, await allOf(join(folder, 'trials', id, 'journal.ndjson')))
    }
    return { outcome, journals }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A scenario of ours, small enough for a test. */
export function short(name: string, durationMs = 12_000): Promise<ScenarioDescription> {
  return loadScenario(name, { cwd: tmpdir(), overrides: { users: 120, rate: 80, durationMs } })
}

/** What a scenario of ours would be with other faults. */
export async function shortWith(
  name: string,
  faults: readonly Pick<FaultDescription, 'kind' | 'options' | 'atMs'>[],
  durationMs?: number,
): Promise<ScenarioDescription> {
  const method = faults.map((fault, index) => ({ ...fault, id: `f${index + 1}`, title: fault.kind }))
  return { ...(await short('kill-server', durationMs)), name, method }
}

async function allOf(file: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = []
  for await (const record of readJournal(file)) records.push(record)
  return records
}
