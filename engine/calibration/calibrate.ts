import type { TrafficPlan } from '../../traffic/plan.ts'
import type { Clock } from '../clock.ts'
import type { RecordOf } from '../journal/records.ts'
import type { Journal } from '../journal/write.ts'
import type { RunningStack } from '../platform.ts'
import { abortable } from '../waiting.ts'
import { createJudge, type JudgedStep, type Objective } from './judge.ts'
import { type Climb, searchHighestRate } from './search.ts'
import { rateOfSteps, staircase } from './staircase.ts'

/** The users of a calibration log in during this first part of each load. */
export const loginMs = 2_000
/** An added server must be up by then. */
const readyWithinMs = 30_000

type Points = RecordOf<'capacity'>['points']

interface CalibrateOptions {
  stack: RunningStack
  journal: Journal
  clock: Clock
  signal: AbortSignal
  objective: Objective
  /** How many servers, rising by one; the stack has the first of them. */
  sizes: readonly number[]
  /** A rate that the first ones should carry. */
  lowestRate: number
  /** The generator's plan for a load of that shape. */
  planOf(shape: Pick<TrafficPlan, 'rate' | 'durationMs'>): TrafficPlan
}

/**
 * For each number of servers the highest rate that meets the objective. Every load has new users, so that its sessions
 * are spread over all the servers that there are. What was measured before `signal` is aborted is handed over one by one.
 */
export async function* calibrate(options: CalibrateOptions): AsyncGenerator<Points[number]> {
  const { stack, journal, signal, sizes, lowestRate } = options
  let known: Points[number] | undefined
  for (const [index, servers] of sizes.entries()) {
    if (index > 0) await addServer(stack, signal)
    const tryOut = async (climb: Climb) => {
      const steps = await load(climb, options)
      journal.append({ type: 'calibration', servers, steps: [...steps] })
      return steps
    }
    const expected = known && { expected: (known.ratePerSecond / known.servers) * servers }
    const ratePerSecond = await searchHighestRate(tryOut, { lowest: lowestRate, ...expected })
    if (ratePerSecond === undefined) continue
    known = { servers, ratePerSecond }
    yield known
  }
}

async function addServer({ cluster, untilHealthy }: RunningStack, signal: AbortSignal): Promise<void> {
  await cluster.balancer.add(await cluster.addServer(signal))
  await untilHealthy(readyWithinMs, signal)
}

/** One generator from its start until a step fails, or the last one is judged. */
async function load(climb: Climb, options: CalibrateOptions): Promise<readonly JudgedStep[]> {
  const { stack, journal, signal, objective, planOf } = options
  const steps = staircase(climb, loginMs)
  const judge = createJudge(steps, objective)
  const lastMs = steps.at(-1)?.toMs ?? 0
  const plan = planOf({ rate: rateOfSteps(steps), durationMs: lastMs + 2 * objective.withinMs + 1_000 })
  await using traffic = await stack.startTraffic(plan, signal)
  const read = async () => {
    for await (const record of traffic.records) {
      journal.append(record)
      if (record.type === 'frame') judge.add(record)
      if (judge.isDone() || record.type === 'drained') return
    }
  }
  await abortable(read(), signal)
  return judge.judged
}
