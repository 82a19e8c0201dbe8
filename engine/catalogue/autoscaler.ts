import { z } from 'zod'
import { picks } from '../faults/aim.ts'
import type { AutoscalerDescription } from '../journal/descriptions.ts'
import { duration, object, oneOf, positiveNumber, share, wholeNumber } from './schema.ts'
import { isRecord, milliseconds } from './unchecked.ts'

/** Unless told: how often it looks, how long users have to leave a server, and how long less load must last. */
const usual = { sync: '5s', drain: '5s', stabilise: '15s' } as const

const signal = z.union([
  object({ requestsPerServer: positiveNumber('requests a second of each server') }),
  object({ cpu: positiveNumber('the share of its CPU quota that a server should use') }),
])

/** How the autoscaler of a scenario must look; what its values mean together is for `autoscaler-checks.ts`. */
export const autoscalerSchema = object({
  signal: z.custom<z.infer<typeof signal>>((value) => signal.safeParse(value).success, {
    error: 'is not known; give { requestsPerServer: 60 } or { cpu: 0.6 }, with a target above 0',
  }),
  min: wholeNumber('the fewest web servers'),
  max: wholeNumber('the most web servers'),
  tolerance: share().optional(),
  sync: duration().optional(),
  from: duration().optional(),
  scaleOut: object({ stabilise: duration().optional(), coolDown: duration().optional() }).optional(),
  scaleIn: object({
    pick: oneOf(picks.filter((pick) => pick !== 'another')).optional(),
    drain: z.union([z.literal('none'), duration()]).optional(),
    stabilise: duration().optional(),
    coolDown: duration().optional(),
  }).optional(),
  objective: z
    .union([z.literal('none'), object({ availability: share().optional(), within: duration().optional() })])
    .optional(),
})

/** The autoscaler as it is journaled, with what its file leaves out; nothing where a scenario has none. */
export function describeAutoscaler(
  written: z.infer<typeof autoscalerSchema> | undefined,
  { warmUpMs, lateMs }: { warmUpMs: number; lateMs: number },
): { autoscaler: AutoscalerDescription } | undefined {
  if (written === undefined) return undefined
  const { signal, min, max, tolerance = 0.1, sync = usual.sync, from, scaleOut = {}, scaleIn = {} } = written
  const { objective = {} } = written
  const { drain = usual.drain, pick = 'newest', stabilise = usual.stabilise } = scaleIn
  const ms = (time: string | undefined, otherwiseMs: number) =>
    time === undefined ? otherwiseMs : milliseconds(time)
  return {
    autoscaler: {
      ...('cpu' in signal
        ? { signal: 'cpu', target: signal.cpu }
        : { signal: 'requestsPerServer', target: signal.requestsPerServer }),
      min,
      max,
      tolerance,
      syncMs: milliseconds(sync),
      fromMs: ms(from, warmUpMs),
      scaleOut: { stabiliseMs: ms(scaleOut.stabilise, 0), coolDownMs: ms(scaleOut.coolDown, 0) },
      scaleIn: {
        pick,
        drainMs: drain === 'none' ? null : milliseconds(drain),
        stabiliseMs: milliseconds(stabilise),
        coolDownMs: ms(scaleIn.coolDown, 0),
      },
      ...(objective === 'none'
        ? {}
        : {
            objective: {
              availability: objective.availability ?? 0.99,
              withinMs: ms(objective.within, lateMs),
            },
          }),
    },
  }
}

/** Its times stretch with those of the scenario, but for the deadline of a drain, which is the system's own. */
export function stretchAutoscaler(autoscaler: unknown, stretched: (time: unknown) => unknown): unknown {
  if (!isRecord(autoscaler)) return autoscaler
  const { scaleOut, scaleIn } = autoscaler
  return {
    ...autoscaler,
    sync: stretched(autoscaler.sync ?? usual.sync),
    ...(autoscaler.from === undefined ? {} : { from: stretched(autoscaler.from) }),
    ...(scaleOut === undefined ? {} : { scaleOut: stretchWindows(scaleOut, stretched) }),
    scaleIn: stretchWindows({ stabilise: usual.stabilise, ...(isRecord(scaleIn) ? scaleIn : {}) }, stretched),
  }
}

function stretchWindows(windows: unknown, stretched: (time: unknown) => unknown): unknown {
  if (!isRecord(windows)) return windows
  const { stabilise, coolDown } = windows
  return {
    ...windows,
    ...(stabilise === undefined ? {} : { stabilise: stretched(stabilise) }),
    ...(coolDown === undefined ? {} : { coolDown: stretched(coolDown) }),
  }
}
