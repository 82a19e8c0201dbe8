import type { Unfit } from './catalogue/fit.ts'
import type { ScenarioDescription, TargetDescription } from './journal/descriptions.ts'
import { drawFaults } from './monkey.ts'
import { createRandom, deriveSeed } from './random.ts'

/** Everything that an experiment will do, decided before anything starts. */
export interface ExperimentPlan {
  targets: TargetDescription[]
  scenarios: ScenarioDescription[]
  blocks: number
  seed: number
  /** The target that the others are compared with. */
  baseline: string
  trials: PlannedTrial[]
}

/** One target under one scenario, once. */
export interface PlannedTrial {
  /** `b1-stateless-redis-kill-server`, unique in the experiment. */
  id: string
  block: number
  /** 1 for the first trial of its block and scenario. */
  position: number
  target: TargetDescription
  /** With the faults of its block: the same for every target, where they are left to chance. */
  scenario: ScenarioDescription
  /** The same for every target of a block and scenario, so that all see the same users and arrivals. */
  trafficSeed: number
  /** Why it will be skipped, where that is known before. */
  skipped?: string
}

interface PlanExperimentOptions extends Omit<ExperimentPlan, 'trials'> {
  /** Pairs of a scenario and a target that can't be. */
  unfit?: readonly Unfit[]
}

/**
 * Randomised blocks: each block runs every scenario, and within it every target once, in an order drawn from the
 * seed by an independent draw for each block (never balanced by hand: MEASURES, section 4).
 */
export function planExperiment({ unfit = [], ...options }: PlanExperimentOptions): ExperimentPlan {
  const trials: PlannedTrial[] = []
  for (let block = 1; block <= options.blocks; block++) {
    for (const written of options.scenarios) {
      const scenario = drawFaults(written, deriveSeed(options.seed, `faults/${block}/${written.name}`))
      const random = createRandom(deriveSeed(options.seed, `order/${block}/${scenario.name}`))
      random.shuffle(options.targets).forEach((target, index) => {
        const skipped = unfit.find((pair) => pair.target === target.name && pair.scenario === scenario.name)
        trials.push({
          id: `b${block}-${target.name}-${scenario.name}`,
          block,
          position: index + 1,
          target,
          scenario,
          trafficSeed: deriveSeed(options.seed, `traffic/${block}/${scenario.name}`),
          ...(skipped && { skipped: skipped.reason }),
        })
      })
    }
  }
  return { ...options, trials }
}
