import type { AnyFault } from '../engine/catalogue/faults.ts'
import type { Unfit } from '../engine/catalogue/fit.ts'
import type { ScenarioOverrides } from '../engine/catalogue/scenarios.ts'
import type { Valid } from '../engine/catalogue/validate.ts'
import type { CleanedUp } from '../engine/docker/clean-up.ts'
import type { ScenarioDescription, TargetDescription } from '../engine/journal/descriptions.ts'
import type { ExperimentPlan } from '../engine/plan.ts'
import type { ExperimentOutcome, RunOptions } from '../engine/run.ts'
import type { Findings } from './findings.ts'

/** What the command asks of the engine and the reports; tests bring doors that lead nowhere. */
export interface Doors {
  targetNames(): Promise<string[]>
  loadTarget(nameOrFile: string, options: { cwd: string }): Promise<TargetDescription>
  scenarioNames(): Promise<string[]>
  loadScenario(
    nameOrFile: string,
    options: { cwd: string; overrides: ScenarioOverrides },
  ): Promise<ScenarioDescription>
  validateFile(path: string, options: { cwd: string }): Promise<Valid>
  checkFit(pairs: {
    targets: TargetDescription[]
    scenarios: ScenarioDescription[]
    each: boolean
  }): Promise<Unfit[]>
  loadFaults(): Promise<Map<string, Pick<AnyFault, 'summary'>>>
  runExperiment(plan: ExperimentPlan, options: RunOptions): Promise<ExperimentOutcome>
  up(
    target: TargetDescription,
    options: { servers: number; port: number; signal: AbortSignal },
  ): Promise<{ url: string }>
  down(signal: AbortSignal): Promise<boolean>
  clean(signal: AbortSignal): Promise<CleanedUp>
  writeReports(folder: string, signal?: AbortSignal): Promise<Findings>
}

/** The real ones, each loaded when it is first used: `outlast --help` needs no Docker client. */
export const doors: Doors = {
  targetNames: async () => (await import('../engine/catalogue/targets.ts')).targetNames(),
  loadTarget: async (nameOrFile, options) =>
    (await import('../engine/catalogue/targets.ts')).loadTarget(nameOrFile, options),
  scenarioNames: async () => (await import('../engine/catalogue/scenarios.ts')).scenarioNames(),
  loadScenario: async (nameOrFile, options) =>
    (await import('../engine/catalogue/scenarios.ts')).loadScenario(nameOrFile, options),
  validateFile: async (path, options) =>
    (await import('../engine/catalogue/validate.ts')).validateFile(path, options),
  checkFit: async (pairs) => (await import('../engine/catalogue/fit.ts')).checkFit(pairs),
  loadFaults: async () => (await import('../engine/catalogue/faults.ts')).loadFaults(),
  runExperiment: async (plan, options) => (await import('../engine/run.ts')).runExperiment(plan, options),
  up: async (target, options) => (await import('../engine/stack.ts')).up(target, options),
  down: async (signal) => (await import('../engine/stack.ts')).down(signal),
  clean: async (signal) => (await import('../engine/stack.ts')).clean(signal),
  writeReports: async (folder, signal) =>
    (await import('../reports/write-reports.ts')).writeReports(folder, signal),
}
