import { censusDeadlineMs } from '../../engine/catalogue/limits.ts'
import type { ExperimentPlan } from '../../engine/plan.ts'
import { expectedBytes } from '../expected-disk.ts'
import { expectedMs, expectedTrialMs } from '../expected-time.ts'

/** A plan for programs: what it describes once is named by the trials. */
export function planAsJson({ targets, scenarios, trials, ...plan }: ExperimentPlan) {
  return {
    ...plan,
    expectedMs: expectedMs({ trials }),
    expectedBytes: expectedBytes({ trials }),
    targets,
    scenarios: scenarios.map((scenario) => ({
      ...scenario,
      expectedTrialMs: expectedTrialMs(scenario),
      censusDeadlineMs: censusDeadlineMs(scenario),
    })),
    trials: trials.map(({ target, scenario, ...trial }) => ({
      ...trial,
      target: target.name,
      scenario: scenario.name,
    })),
  }
}
