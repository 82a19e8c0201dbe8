import { mkdir, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { declaredServices } from './catalogue/declared-services.ts'
import { loadFaults } from './catalogue/faults.ts'
import { checkFit } from './catalogue/fit.ts'
import type { Clock } from './clock.ts'
import { openDocker } from './docker/platform.ts'
import { DockerError, InputError } from './errors.ts'
import type { Emit, TrialStatus } from './events.ts'
import { journalVersion } from './journal/records.ts'
import { createJournal } from './journal/write.ts'
import type { ExperimentPlan, PlannedTrial } from './plan.ts'
import type { NewRecordOf, Platform } from './platform.ts'
import { deriveSeed } from './random.ts'
import type { Calibrations } from './trial/calibration.ts'
import { runTrial, type TrialResult } from './trial/trial.ts'
import { outlastVersion } from './version.ts'

export interface RunOptions {
  /** The experiment's folder; made if missing, must be empty. */
  folder: string
  clock: Clock
  signal: AbortSignal
  emit: Emit
  /** The command line, for the journal. */
  command: string
  /** What it runs on; Docker unless told otherwise. `experiment` is a name of its own for all that it starts. */
  openPlatform?: (options: { experiment: string; clock: Clock; signal: AbortSignal }) => Promise<Platform>
}

/** What became of each trial, in the order they ran; trials never begun are not in it. */
export interface ExperimentOutcome {
  trials: { id: string; status: TrialStatus; reason: string | undefined }[]
}

/**
 * Runs every trial of a plan, one after the other, and removes all that it started, also when it fails or
 * `signal` is aborted: then the running trial ends, what was measured is kept, and no other begins.
 * Throws a DockerError when there is no daemon to run on, an InputError when the folder can't be written.
 */
export async function runExperiment(plan: ExperimentPlan, options: RunOptions): Promise<ExperimentOutcome> {
  const { folder, clock, signal, emit, openPlatform = openDocker } = options
  await checkFit({ ...plan, each: false })
  await makeFolder(folder)
  const experiment = nameOf(folder, clock.now())
  const [faults, services] = await Promise.all([loadFaults(), declaredServices()])
  const outcome: ExperimentOutcome = { trials: [] }
  const openJournal = (file: string, planned: PlannedTrial) => {
    const journal = createJournal(file, clock)
    journal.append(headOf(planned, plan, { experiment, command: options.command }))
    return journal
  }
  const calibrations: Calibrations = {
    done: new Map(),
    openJournal: (planned) =>
      openJournal(join(folder, 'calibrations', planned.id, 'journal.ndjson'), planned),
  }
  await using platform = await openPlatform({ experiment, clock, signal })
  emit({ type: 'experiment', plan, folder })
  for (const [index, planned] of plan.trials.entries()) {
    emit({ type: 'trial', trial: planned, number: index + 1, of: plan.trials.length })
    const file = join(folder, 'trials', planned.id, 'journal.ndjson')
    using journal = openJournal(file, planned)
    const { blocks } = plan
    const result = await runTrial({
      planned,
      platform,
      journal,
      clock,
      emit,
      signal,
      faults,
      services,
      blocks,
      calibrations,
    })
    const { status, reason } = result
    outcome.trials.push({ id: planned.id, status, reason })
    emit({ type: 'trialEnd', trial: planned, status, reason, journal: file })
    if (status === 'interrupted' || signal.aborted) break
    await throwIfHopeless(result, platform, signal)
  }
  emit({ type: 'experimentEnd', folder })
  return outcome
}

function headOf(
  planned: PlannedTrial,
  plan: ExperimentPlan,
  who: { experiment: string; command: string },
): NewRecordOf<'trial'> {
  return {
    type: 'trial',
    version: journalVersion,
    outlast: outlastVersion,
    experiment: who.experiment,
    trial: planned.id,
    block: planned.block,
    position: planned.position,
    blocks: plan.blocks,
    seed: plan.seed,
    trafficSeed: planned.trafficSeed,
    baseline: plan.baseline,
    target: planned.target,
    scenario: planned.scenario,
    command: who.command,
  }
}

/** No later trial could do better: what failed was the user's, or Docker is gone. */
async function throwIfHopeless(
  { error }: TrialResult,
  platform: Platform,
  signal: AbortSignal,
): Promise<void> {
  const cause = error instanceof SuppressedError ? error.suppressed : error
  if (cause instanceof InputError) throw cause
  if (cause instanceof DockerError) await platform.describe(signal)
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    if ((await readdir(folder)).length === 0) return
  } catch (cause) {
    throw new InputError(`The folder ${folder} can't be used for results: ${(cause as Error).message}.`, {
      hint: 'Choose another one with --out.',
      cause,
    })
  }
  throw new InputError(`The folder ${folder} is not empty.`, {
    hint: 'Results are never written over: choose another folder with --out.',
  })
}

/** A name that Docker takes as a label and in names: of the folder, and of its own even when two have the same. */
function nameOf(folder: string, nowMs: number): string {
  const readable = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  return `${readable || 'experiment'}-${deriveSeed(nowMs, folder).toString(36).slice(-6)}`
}
