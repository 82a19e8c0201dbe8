import { calibrate, loginMs } from '../calibration/calibrate.ts'
import { calibrationLimitMs, sizesOf } from '../calibration/expected.ts'
import type { Objective } from '../calibration/judge.ts'
import type { RecordOf } from '../journal/records.ts'
import type { Journal } from '../journal/write.ts'
import type { PlannedTrial } from '../plan.ts'
import { withLimit } from '../waiting.ts'
import { enter, type TrialContext, warn } from './context.ts'
import { trafficPlanOf } from './traffic-plan.ts'
import { describeStack, up } from './up.ts'

/** Enough that hardly any operation waits for the one before it of the same user. */
const mostUsers = 200
/** Where the first servers are tried: a share of their part of the scenario's highest rate. */
const lowestShare = 0.5

/** What the trials of one experiment share: each target is calibrated once under a scenario. */
export interface Calibrations {
  /** By `id` of the calibration. */
  readonly done: Map<string, Calibration>
  /** Where a calibration writes down what it saw: beside the trials, since it is none. */
  openJournal(planned: PlannedTrial): Journal
}

interface Calibration {
  points: RecordOf<'capacity'>['points']
  /** Why some numbers of servers have no point, where that is so. */
  missing?: string
}

/**
 * Journals what each number of servers carries of this target, and measures it where no trial before has. Where it
 * can't be measured the trial goes on, and says that nobody knows how many servers its load demands.
 */
export async function calibration(trial: TrialContext): Promise<void> {
  const { planned, calibrations, journal } = trial
  const { objective } = planned.scenario.autoscaler ?? {}
  if (!objective) return
  const id = `${planned.target.name}-${planned.scenario.name}`
  const { points, missing } = calibrations.done.get(id) ?? (await measure(trial, id, objective))
  calibrations.done.set(id, { points, ...(missing !== undefined && { missing }) })
  journal.append({ type: 'capacity', objective, points })
  if (missing === undefined) return
  warn(
    trial,
    'capacityUnknown',
    `What each number of servers carries is not wholly known: ${missing}. Where it is not, neither is how many servers the load demands.`,
  )
}

async function measure(trial: TrialContext, id: string, objective: Objective): Promise<Calibration> {
  enter(trial, 'calibration')
  const { clock, signal, calibrations } = trial
  const planned = plannedFor(trial.planned, id)
  using journal = calibrations.openJournal(planned)
  const quiet = { ...trial, planned, journal, emit: () => {} }
  const points: Calibration['points'] = []
  const limitMs = calibrationLimitMs(planned.scenario)
  const late = () => new Error(`it took longer than ${Math.round(limitMs / 1_000)} s`)
  const work = async (limited: AbortSignal) => {
    for await (const point of climbs({ ...quiet, signal: limited }, objective)) points.push(point)
  }
  const failure = await withLimit({ clock, limitMs, signal, late }, work).catch((error: unknown) => {
    signal.throwIfAborted()
    return error instanceof Error ? error.message : String(error)
  })
  const missing = failure ?? withoutPoint(planned, points)
  journal.append({ type: 'capacity', objective, points })
  const status = missing === undefined ? 'complete' : 'failed'
  journal.append({ type: 'end', status, ...(missing !== undefined && { reason: missing }) })
  return { points, ...(missing !== undefined && { missing }) }
}

async function* climbs(trial: TrialContext, objective: Objective) {
  const { planned, clock, journal, signal } = trial
  const { scenario } = planned
  const sizes = sizesOf(scenario.autoscaler ?? { min: 1, max: 1 })
  await using stack = await up(trial)
  describeStack(trial, stack)
  const share = (sizes[0] ?? 1) / (sizes.at(-1) ?? 1)
  const lowestRate = scenario.ratePerSecond * share * lowestShare
  const plan = trafficPlanOf(planned, stack)
  const planOf = (shape: Pick<typeof plan, 'rate' | 'durationMs'>) => ({ ...plan, ...shape })
  yield* calibrate({ stack, journal, clock, signal, objective, sizes, lowestRate, planOf })
}

/** The trial as it is calibrated: with the fewest servers, nothing breaks, and what comes late is given up. */
function plannedFor(planned: PlannedTrial, id: string): PlannedTrial {
  const { scenario } = planned
  const { min = 1, objective } = scenario.autoscaler ?? {}
  const { withinMs } = objective ?? { withinMs: scenario.lateMs }
  return {
    ...planned,
    id: `calibration-${id}`,
    scenario: {
      ...scenario,
      servers: min,
      method: [],
      users: Math.min(scenario.users, mostUsers),
      warmUpMs: loginMs * 1.5,
      lateMs: withinMs,
      timeoutMs: withinMs,
    },
  }
}

function withoutPoint({ scenario }: PlannedTrial, points: Calibration['points']): string | undefined {
  const sizes = sizesOf(scenario.autoscaler ?? { min: 1, max: 1 })
  const without = sizes.filter((size) => !points.some(({ servers }) => servers === size))
  if (without.length === 0) return undefined
  return `no rate that was tried met the objective with ${without.join(', ')} servers`
}
