import { z } from 'zod'
import { type Metric, metrics } from '../define-scenario.ts'
import { abortSchema } from './abort.ts'
import { autoscalerSchema } from './autoscaler.ts'
import { needsSchema } from './needs.ts'
import { duration, either, listOf, object, oneOf, rate, share, text, wholeNumber, yesOrNo } from './schema.ts'
import { settingsSchema } from './settings.ts'

const number = () => z.number({ error: 'is not a number; give the limit as a number' })
const tolerance = object({ atMost: number().optional(), atLeast: number().optional() })
const metricNames = Object.keys(metrics) as Metric[]

export const plannedFault = object({ kind: z.string(), options: z.record(z.string(), z.unknown()) })

/** How a scenario's file must look; what its values mean together is for `scenario-checks.ts`. */
export const scenarioSchema = object({
  title: text('a heading'),
  question: text('what it answers'),
  servers: wholeNumber('web servers at the start').optional(),
  needs: needsSchema.optional(),
  traffic: object({
    users: wholeNumber('how many users there are').optional(),
    rate: rate().optional(),
    think: duration().optional(),
    operations: object({ read: share(), write: share(), logout: share().optional() }).optional(),
    sessionLength: duration().optional(),
    timeout: duration().optional(),
    late: duration().optional(),
    connections: oneOf(['shared', 'session', 'request']).optional(),
    addresses: wholeNumber('how many source addresses the users share').optional(),
    tabs: wholeNumber('in how many tabs a user has her session open').optional(),
    writeAtLogout: yesOrNo().optional(),
  }),
  settings: settingsSchema.optional(),
  autoscaler: autoscalerSchema.optional(),
  abort: abortSchema.optional(),
  warmUp: duration(),
  duration: duration(),
  method: either({
    object: object({
      every: duration(),
      faults: listOf(plannedFault, "faults such as kill('web')"),
      random: yesOrNo().optional(),
    }),
    list: listOf(object({ at: duration(), fault: plannedFault }), "faults such as at('30s', kill('web'))"),
  }),
  primaryMetric: oneOf(metricNames),
  hypothesis: object(Object.fromEntries(metricNames.map((name) => [name, tolerance.optional()]))),
})
export type CheckedScenario = z.infer<typeof scenarioSchema>
