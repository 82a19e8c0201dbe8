/**
 * What an experiment found: the content of `result.json`, and what every report is drawn from. Instants named
 * `…AtMs` count milliseconds from the start of the trial's load; null stands for "not known", never for zero.
 * Long series (seconds, curves, sessions) are in `ExperimentData`, not here.
 */
import { z } from 'zod'
import { scenarioDescription, targetDescription } from '../engine/journal/descriptions.ts'
import { trialResult } from './trial-result.ts'

/** Raised when a field changes its meaning or goes away. */
export const resultVersion = 2

const warningOfStatistics = z.object({ code: z.string(), text: z.string() })

/** An effect or a share with its interval. `low`, `high` and `p` are null where they can't be computed. */
const estimate = z.object({
  estimate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  confidence: z.number(),
  p: z.number().nullable(),
  warnings: z.array(warningOfStatistics),
})
export type EstimateResult = z.infer<typeof estimate>

/** A target against the baseline in one metric, block by block. */
const comparison = z.object({
  scenario: z.string(),
  target: z.string(),
  baseline: z.string(),
  metric: z.string(),
  /** As people read it: `users signed out`. */
  title: z.string(),
  /** The scenario's one metric with a test; all others are intervals for orientation. */
  primary: z.boolean(),
  /** ratio: target ÷ baseline; difference: target − baseline. */
  scale: z.enum(['ratio', 'difference']),
  /** The blocks in which both trials are valid. */
  pairs: z.array(z.object({ block: z.number(), target: z.number(), baseline: z.number() })),
  effect: estimate,
  /** p of the sign-flip test after Holm within the scenario; null but for the primary metric. */
  pHolm: z.number().nullable(),
  /** The smallest effect that this experiment would have found four times out of five, on the scale of the effect. */
  minimumDetectable: z.number().nullable(),
  /** orientation: an interval without a test, not adjusted for there being many. */
  verdict: z.enum(['different', 'noDetectableDifference', 'exploratory', 'cannotTell', 'orientation']),
  text: z.string(),
})
export type Comparison = z.infer<typeof comparison>

/** One metric over the valid trials of a target under a scenario. */
const spread = z.object({
  /** One for each valid trial, in the order of blocks; null where that trial has no such number. */
  values: z.array(z.object({ trial: z.string(), block: z.number(), value: z.number().nullable() })),
  mean: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** A t interval over trials; null for one trial, or where all are equal. */
  interval: estimate.nullable(),
})
export type Spread = z.infer<typeof spread>

/** A target under a scenario: a row of the report's table. */
const summary = z.object({
  scenario: z.string(),
  target: z.string(),
  /** Those that were skipped are among all. */
  trials: z.object({ all: z.number(), valid: z.number(), skipped: z.number() }),
  /** By name of the metric: those of the scenario's hypothesis and of `reports/metrics.ts`. */
  metrics: z.record(z.string(), spread),
  /** Of the valid trials with a planned fault: in how many was a session lost; the interval is Clopper–Pearson on trials. */
  faultsThatLost: z
    .object({ lost: z.number(), of: z.number(), interval: estimate, text: z.string() })
    .nullable(),
  /** In how many of the trials with a prediction the sessions signed out were exactly the predicted ones. */
  predictionHeld: z.object({ held: z.number(), of: z.number(), cannotTell: z.number() }).nullable(),
  /** After how many of the faults the service was back in the band of its baseline before the trial ended. */
  cameBack: z.object({ back: z.number(), of: z.number() }).nullable(),
  /** Trials in which the scenario's hypothesis held, did not, and could not be judged; all 0 where it has none. Skipped trials count nowhere. */
  hypothesis: z.object({ held: z.number(), deviated: z.number(), cannotTell: z.number() }),
})
export type Summary = z.infer<typeof summary>

/** The schema of `result.json`. */
export const experimentResult = z.object({
  version: z.literal(resultVersion),
  experiment: z.object({
    id: z.string(),
    command: z.string(),
    outlast: z.string(),
    seed: z.number(),
    blocks: z.number(),
    baseline: z.string(),
    /** complete: every trial that was begun ended, and none is missing from any block. */
    status: z.enum(['complete', 'interrupted', 'failed']),
    /** ISO 8601. */
    startedAt: z.string(),
    endedAt: z.string(),
    environment: z
      .object({
        cpus: z.number(),
        memoryBytes: z.number(),
        kernel: z.string(),
        docker: z.string(),
        compose: z.string(),
        cgroup: z.string(),
        /** What the daemon can do to a running container: a fault that needs more was skipped. Absent where it is not known. */
        capabilities: z
          .object({ pause: z.boolean(), cpuQuota: z.boolean(), memoryLimit: z.boolean() })
          .optional(),
        otherContainers: z.number(),
      })
      .nullable(),
    /** `haproxy` → `3.2.26`, of all trials. */
    versions: z.record(z.string(), z.string()),
    /** What a reader must know before any number, as sentences; always shown above the results. */
    caveats: z.array(z.string()),
    /** What makes trials invalid or inconclusive; empty when every trial that was not skipped counts. */
    invalid: z.array(z.object({ trial: z.string(), validity: z.string(), reasons: z.array(z.string()) })),
  }),
  scenarios: z.array(scenarioDescription),
  targets: z.array(targetDescription),
  trials: z.array(trialResult),
  summaries: z.array(summary),
  comparisons: z.array(comparison),
  /** One for each scenario, in plain words with numbers: validity first, then each target, then the comparison. */
  verdicts: z.array(
    z.object({
      scenario: z.string(),
      title: z.string(),
      question: z.string(),
      /** One sentence, for a headline. */
      headline: z.string(),
      /** A few sentences each: one entry for each target. */
      sentences: z.array(z.string()),
    }),
  ),
})
export type ExperimentResult = z.infer<typeof experimentResult>
