/**
 * What is tried, as the first record of each journal has it in full: a target and a scenario, with its faults, its
 * autoscaler and its limits.
 */
import { z } from 'zod'
import { rateOverTime } from './rate.ts'
import { stackSettings } from './stack-settings.ts'

/** What the theory says which sessions a fault signs out; evaluated by `reports/prediction/rules.ts`. */
export const predictions = [
  'nobody',
  'homeOnVictim',
  'movedOnRing',
  'movedOnMap',
  'everybody',
  'unpredicted',
] as const
export type Prediction = (typeof predictions)[number]

/** Under which name a target's prediction for a fault is found: `kill`, of a web server; `kill store`. */
export function predictionKey(kind: string, tier: 'web' | 'balancer' | 'store'): string {
  return tier === 'web' ? kind : `${kind} ${tier}`
}

export const targetDescription = z.object({
  name: z.string(),
  title: z.string(),
  sessions: z.string(),
  balancer: z.string(),
  affinity: z.string(),
  services: z.array(z.string()),
  /** By `predictionKey`. */
  predicts: z.record(z.string(), z.enum(predictions)),
  note: z.string().optional(),
})
export type TargetDescription = z.infer<typeof targetDescription>

export const faultDescription = z.object({
  /** f1, f2 … in the order of the scenario. */
  id: z.string(),
  kind: z.string(),
  /** As people read it: `kill one web server`. */
  title: z.string(),
  /** Milliseconds from the start of the load. */
  atMs: z.number(),
  options: z.record(z.string(), z.unknown()),
})
export type FaultDescription = z.infer<typeof faultDescription>

/** What the faults of a scenario are drawn from, for each block anew. */
export const monkeyDescription = z.object({
  /** From one fault to the next, on average. */
  everyMs: z.number(),
  faults: z.array(
    faultDescription.omit({ id: true, atMs: true }).extend({
      /** After how long it is taken back; absent where it is not. */
      lastsMs: z.number().optional(),
      /** What becomes of a web server. */
      server: z.enum(['goes', 'comesBack', 'isAdded', 'stays']),
    }),
  ),
})
export type MonkeyDescription = z.infer<typeof monkeyDescription>

/** How the number of web servers follows the load; absent in a scenario where it does not. */
export const autoscalerDescription = z.object({
  /** What is kept near the target: requests a second of each server, or the share used of its CPU quota. */
  signal: z.enum(['requestsPerServer', 'cpu']),
  target: z.number(),
  min: z.int().positive(),
  max: z.int().positive(),
  /** So far from the target, as a share of it, nothing is done. */
  tolerance: z.number(),
  /** Looks so often, the first time `fromMs` after the start of the load. */
  syncMs: z.number(),
  fromMs: z.number(),
  /** The most cautious recommendation of the last so long counts; after an action, no other for the cool-down. */
  scaleOut: z.object({ stabiliseMs: z.number(), coolDownMs: z.number() }),
  scaleIn: z.object({
    stabiliseMs: z.number(),
    coolDownMs: z.number(),
    /** Which server goes. */
    pick: z.string(),
    /** Users have so long to leave it; null where it is removed at once. */
    drainMs: z.number().nullable(),
  }),
  /** Share of the operations that must be right within so long at the highest rate; absent: no calibration. */
  objective: z.object({ availability: z.number(), withinMs: z.number() }).optional(),
})
export type AutoscalerDescription = z.infer<typeof autoscalerDescription>

/** When a trial ends early, beside the limit that holds without being told. */
export const abortDescription = z.object({
  /** Share of the operations that ended in a second and were not ok, for so long. */
  errorShare: z.object({ above: z.number(), forMs: z.number() }).optional(),
  /** Share of the host's memory that is available. */
  hostMemory: z.object({ below: z.number() }).optional(),
})
export type AbortDescription = z.infer<typeof abortDescription>

export const tolerance = z.object({ atMost: z.number().optional(), atLeast: z.number().optional() })

/** What a target must have: one of `sessions`, `balancer` and `affinity`, and all `services`. */
const needs = z.object({
  sessions: z.array(z.string()).optional(),
  balancer: z.array(z.string()).optional(),
  affinity: z.array(z.string()).optional(),
  services: z.array(z.string()).optional(),
})

export const scenarioDescription = z.object({
  name: z.string(),
  title: z.string(),
  question: z.string(),
  servers: z.int().positive(),
  /** Absent where it is for every target that its faults can strike. */
  needs: needs.optional(),
  users: z.int().positive(),
  rate: rateOverTime,
  /** The highest point of `rate`. */
  ratePerSecond: z.number(),
  warmUpMs: z.number(),
  durationMs: z.number(),
  timeoutMs: z.number(),
  lateMs: z.number(),
  connections: z.string(),
  /** How many source addresses the users share; absent where it is left to what a target needs. */
  addresses: z.int().positive().optional(),
  /** In how many tabs a user writes at once; absent for one. */
  tabs: z.int().positive().optional(),
  /** A logout in one tab has a write in the others at its side; absent where it has not. */
  writeAtLogout: z.boolean().optional(),
  operations: z.object({ read: z.number(), write: z.number(), logout: z.number() }),
  /** What it changes of the stack; absent where that is nothing. */
  settings: stackSettings.optional(),
  method: z.array(faultDescription),
  /** What `method` was drawn from; absent where it is written out. */
  monkey: monkeyDescription.optional(),
  autoscaler: autoscalerDescription.optional(),
  abort: abortDescription.optional(),
  primaryMetric: z.string(),
  hypothesis: z.record(z.string(), tolerance),
})
export type ScenarioDescription = z.infer<typeof scenarioDescription>
