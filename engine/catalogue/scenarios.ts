import type { FaultDescription, ScenarioDescription } from '../journal/descriptions.ts'
import { describeAbort } from './abort.ts'
import { describeAutoscaler } from './autoscaler.ts'
import { declaredServices } from './declared-services.ts'
import { type AnyFault, loadFaults } from './faults.ts'
import { filesIn } from './found-files.ts'
import { loadDefault } from './load-module.ts'
import { locate } from './locate.ts'
import { type TimedUnchecked, timedFaults } from './method.ts'
import { describeMonkey } from './monkey.ts'
import { override, type ScenarioOverrides } from './overrides.ts'
import { balancerNames, places, sessionStoreNames } from './places.ts'
import { Mistakes, problemsOf } from './problems.ts'
import { problemsTogether } from './scenario-checks.ts'
import { type CheckedScenario, plannedFault, scenarioSchema } from './scenario-schema.ts'
import { describeSettings } from './settings.ts'
import { trafficFigures } from './traffic-figures.ts'
import { milliseconds } from './unchecked.ts'

export type { ScenarioOverrides } from './overrides.ts'

interface LoadScenarioOptions {
  /** What a path is relative to. */
  cwd: string
  overrides?: ScenarioOverrides
  /** Where scenarios with a name are found. */
  folder?: string
}

/** Every scenario that comes with Outlast: the files of `scenarios/`. */
export async function scenarioNames(folder: string = places.scenarios.path): Promise<string[]> {
  return [...(await filesIn(folder)).keys()]
}

/**
 * A scenario by its name, or from a file anywhere. Throws an InputError when there is none, or with every mistake
 * that it has, so that nothing starts that could not be measured.
 */
export async function loadScenario(
  nameOrFile: string,
  { cwd, overrides = {}, folder = places.scenarios.path }: LoadScenarioOptions,
): Promise<ScenarioDescription> {
  const { name, file, shown } = await locate(nameOrFile, { what: 'scenario', cwd, folder })
  const written = await loadDefault(file, shown, 'export default defineScenario({ … })')
  const scenario = override(written, overrides)
  const [faults, sessions, balancers, services] = await Promise.all([
    loadFaults(),
    sessionStoreNames(),
    balancerNames(),
    declaredServices(),
  ])
  const result = scenarioSchema.safeParse(scenario)
  const problems = [
    ...(result.success ? [] : problemsOf(result.error)),
    ...problemsTogether(scenario, { faults, sessions, balancers, services }),
  ]
  if (problems.length > 0 || !result.success) throw new Mistakes(shown, problems)
  return describe(name, result.data, faults)
}

function describe(
  name: string,
  { traffic, ...scenario }: CheckedScenario,
  faults: ReadonlyMap<string, AnyFault>,
): ScenarioDescription {
  const figures = trafficFigures({ traffic })
  const warmUpMs = milliseconds(scenario.warmUp)
  const lateMs = milliseconds(traffic.late ?? '500ms')
  return {
    name,
    title: scenario.title,
    question: scenario.question,
    servers: scenario.servers ?? 3,
    ...(scenario.needs === undefined ? {} : { needs: scenario.needs }),
    users: figures.users,
    rate: figures.rate,
    ratePerSecond: figures.ratePerSecond,
    warmUpMs,
    durationMs: milliseconds(scenario.duration),
    timeoutMs: milliseconds(traffic.timeout ?? '3s'),
    lateMs,
    connections: traffic.connections ?? 'shared',
    ...(traffic.addresses === undefined ? {} : { addresses: traffic.addresses }),
    ...(traffic.tabs === undefined ? {} : { tabs: traffic.tabs }),
    ...(traffic.writeAtLogout ? { writeAtLogout: true } : {}),
    operations: figures.operations,
    ...describeSettings(scenario.settings),
    ...describeAutoscaler(scenario.autoscaler, { warmUpMs, lateMs }),
    ...describeAbort(scenario.abort),
    method: timedFaults(scenario).map((timed, index) => describeFault(timed, index, faults)),
    ...describeMonkey(scenario, faults),
    primaryMetric: scenario.primaryMetric,
    hypothesis: Object.fromEntries(
      Object.entries(scenario.hypothesis).filter(([, tolerance]) => tolerance !== undefined),
    ) as ScenarioDescription['hypothesis'],
  }
}

function describeFault(
  { atMs, fault: checked }: TimedUnchecked,
  index: number,
  faults: ReadonlyMap<string, AnyFault>,
): FaultDescription {
  const fault = plannedFault.parse(checked)
  const title = faults.get(fault.kind)?.title(fault.options) ?? fault.kind
  return { id: `f${index + 1}`, kind: fault.kind, title, atMs, options: fault.options }
}
