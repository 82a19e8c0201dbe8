/** How the servers of one trial followed the load, as it stands in `result.json`. */
import { z } from 'zod'

/** What taking servers away at one time cost. */
const scaleIn = z.object({
  fault: z.string(),
  victims: z.array(z.string()),
  /** When it was requested. */
  atMs: z.number(),
  /** Whether users had time to leave it first. */
  drained: z.boolean(),
  /** From the request until the last was taken out of the balancer; null where none was drained, or that was not seen. */
  drainMs: z.number().nullable(),
  /** Sessions that this signed out, and those of them that are lost; null where no census was taken. */
  signedOut: z.number().nullable(),
  lost: z.number().nullable(),
})
export type ScaleInResult = z.infer<typeof scaleIn>

/** The schema of what is reported of a trial with an autoscaler. */
export const elasticityResult = z.object({
  /** The measured part of the load. */
  fromMs: z.number(),
  toMs: z.number(),
  /** Why demand or supply is not known, in part or at all; null where both always are. */
  doubt: z.string().nullable(),
  /** θU, θO, τU and τO: shares, over the part in which both are known (`reports/statistics/elasticity.ts`). */
  underAccuracy: z.number().nullable(),
  overAccuracy: z.number().nullable(),
  underTimeShare: z.number().nullable(),
  overTimeShare: z.number().nullable(),
  /** How often the autoscaler changed the number of servers. */
  adaptations: z.number(),
  adaptationsPerMinute: z.number(),
  /** The fewest and the most that the balancer called up; null where it was never asked. */
  servers: z.object({ min: z.number(), max: z.number() }).nullable(),
  /** Answers of the hottest server ÷ the mean of those that were there, in windows of 5 s: mean over time, and highest. */
  maxOverMean: z.object({ mean: z.number(), highest: z.number() }).nullable(),
  /**
   * The elastic speed-up over the trial of the same target, block and load in which nothing scaled; null where the
   * experiment has no such trial. Its value is null where it is not defined: one of its terms is 0, or not known.
   */
  speedUp: z.object({ reference: z.string(), value: z.number().nullable() }).nullable(),
  scaleIns: z.array(scaleIn),
  /** The highest rate that so many servers took within the objective; empty where nothing was calibrated. */
  capacity: z.array(z.object({ servers: z.number(), ratePerSecond: z.number() })),
  objective: z.object({ availability: z.number(), withinMs: z.number() }).nullable(),
})
export type ElasticityResult = z.infer<typeof elasticityResult>
