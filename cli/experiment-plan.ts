import { didYouMean } from '../engine/catalogue/did-you-mean.ts'
import { InputError } from '../engine/errors.ts'
import type { ScenarioDescription, TargetDescription } from '../engine/journal/descriptions.ts'
import { type ExperimentPlan, planExperiment } from '../engine/plan.ts'
import type { PlanOptions } from './experiment-options.ts'
import type { World } from './world.ts'

/** Repeats unless told: six can settle one comparison, a whole matrix needs ten (docs/measures.md, section 4). */
export const blocksOf = { run: 1, compare: 6, all: 10 } as const

/**
 * The plan that a command line asks for; everything in it is checked, and nothing was started. Throws an InputError
 * that says what is wrong with which argument.
 */
export async function planFrom(
  names: readonly string[],
  options: PlanOptions,
  world: World,
): Promise<ExperimentPlan> {
  const targets = await targetsFrom(names, options, world)
  const scenarios = await scenariosFrom(options, world)
  const unfit = await world.doors.checkFit({ targets, scenarios, each: options.scenario !== undefined })
  return planExperiment({
    targets,
    scenarios,
    unfit,
    blocks:
      options.blocks ?? (options.all ? blocksOf.all : targets.length > 1 ? blocksOf.compare : blocksOf.run),
    seed: options.seed ?? seedFrom(world.clock.now()),
    baseline: baselineFrom(targets, { ...options, named: names.length > 0 }),
  })
}

async function targetsFrom(
  names: readonly string[],
  options: PlanOptions,
  { doors, cwd }: World,
): Promise<TargetDescription[]> {
  const all = await doors.targetNames()
  const wanted = names.length === 0 && options.all ? all : names
  if (wanted.length === 0) {
    throw new InputError('No target is named.', { hint: `Name some of ${all.join(', ')}, or say --all.` })
  }
  const scenarios = await doors.scenarioNames()
  for (const name of wanted) {
    if (all.includes(name) || !scenarios.includes(name)) continue
    throw new InputError(`"${name}" is a scenario, not a target.`, { hint: `Write --scenario ${name}.` })
  }
  const targets = await Promise.all(wanted.map((each) => doors.loadTarget(each, { cwd })))
  refuseTwice('target', targets)
  return targets
}

async function scenariosFrom(options: PlanOptions, { doors, cwd }: World): Promise<ScenarioDescription[]> {
  const all = await doors.scenarioNames()
  const wanted = options.scenario ?? (options.all ? all : [])
  if (wanted.length === 0) {
    throw new InputError('No scenario is named.', {
      hint: `Name one with --scenario: ${all.join(', ')}, or a file of yours.`,
    })
  }
  const { users, rate, servers, duration, sessionLength } = options
  const overrides = {
    ...(users === undefined ? {} : { users }),
    ...(rate === undefined ? {} : { rate }),
    ...(servers === undefined ? {} : { servers }),
    ...(duration === undefined ? {} : { durationMs: duration }),
    ...(sessionLength === undefined ? {} : { sessionLengthMs: sessionLength }),
  }
  const scenarios = await Promise.all(wanted.map((each) => doors.loadScenario(each, { cwd, overrides })))
  refuseTwice('scenario', scenarios)
  return scenarios
}

/** What `--all` compares with. */
const commonBaseline = 'stateless-redis'

function refuseTwice(what: string, named: readonly { name: string }[]): void {
  const names = named.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return
  throw new InputError(`The ${what} "${twice}" is named twice.`, { hint: 'Repeat it with --blocks instead.' })
}

/** Unless told otherwise the first that was named; of all targets, the one that most people would put beside theirs. */
function baselineFrom(
  targets: readonly TargetDescription[],
  { baseline, named }: PlanOptions & { named: boolean },
): string {
  const names = targets.map(({ name }) => name)
  if (baseline === undefined) {
    return !named && names.includes(commonBaseline) ? commonBaseline : (names[0] ?? '')
  }
  if (names.includes(baseline)) return baseline
  throw new InputError(`--baseline is "${baseline}".${didYouMean(baseline, names)}`, {
    hint: `It must be one of the targets of this experiment: ${names.join(', ')}.`,
  })
}

/** Another order and other traffic each time, yet short enough to be typed again. */
const seedFrom = (nowMs: number) => Math.floor(nowMs / 1_000) % 1_000_000
