import { scalingFaults } from '../autoscaler/actions.ts'
import { misfits } from '../catalogue/fit.ts'
import { loginShareOfWarmUp } from '../catalogue/limits.ts'
import { formatDuration } from '../duration.ts'
import { DockerError } from '../errors.ts'
import { lacking } from '../faults/lacking.ts'
import type { ScenarioDescription } from '../journal/descriptions.ts'
import { operationsBetween } from '../journal/rate.ts'
import { faultsThatMayStrike } from '../monkey.ts'
import { abortable, withLimit } from '../waiting.ts'
import { enter, type TrialContext, warn } from './context.ts'
import { firstDisturbanceMs } from './faults.ts'
import { isProxied } from './proxied.ts'

const answersWithinMs = 30_000
/** Instants of faults and of traffic are compared across two clocks; an error above this would show in them. */
const mostUncertaintyMs = 5
/** With fewer blocks no exact two-sided test can say that two targets differ (MEASURES, section 4). */
const fewestBlocks = 6
/** From which on a server's code counts as warm. */
const operationsUntilWarm = 5_000
/** Recovery is measured against at least this many seconds. */
const shortestBaselineMs = 20_000

/** Not an error: this platform, or this target, has not got what the scenario needs. */
export class Skipped extends Error {}

/** What this trial runs on, and whether it can be run here at all. Throws Skipped with the reason where it can't. */
export async function preflight(trial: TrialContext): Promise<{ daemonOffsetMs: number }> {
  enter(trial, 'preflight')
  const { platform, journal, planned, faults, services } = trial
  const [misfit] = misfits(planned.scenario, planned.target, { faults, services })
  if (misfit !== undefined) throw new Skipped(misfit)
  const environment = await answered(trial, (signal) => platform.describe(signal))
  journal.append(environment)
  const clocks = await answered(trial, (signal) => platform.compareClocks(signal))
  journal.append(clocks)

  const { autoscaler, settings } = planned.scenario
  const unlimited = settings?.webCpus === undefined ? undefined : lacking(environment, ['cpuQuota'])
  if (unlimited !== undefined)
    throw new Skipped(`Its web servers can't be given what they may use: ${unlimited}`)
  const proxied = isProxied(planned.scenario, faults)
  const scaling = (autoscaler ? scalingFaults(autoscaler) : []).map(({ kind, options }) => {
    return { kind, options, title: faults.get(kind)?.title(options) ?? kind }
  })
  for (const { kind, options, title } of [...faultsThatMayStrike(planned.scenario), ...scaling]) {
    const reason = faults.get(kind)?.unavailable?.({ environment, target: planned.target, proxied }, options)
    if (reason !== undefined) throw new Skipped(`"${title}" can't be done here: ${reason}`)
  }
  if (environment.otherContainers > 0) {
    const others = environment.otherContainers === 1 ? 'container was' : 'containers were'
    warn(
      trial,
      'otherLoad',
      `${environment.otherContainers} other ${others} running on this Docker and shared its CPU.`,
    )
  }
  if (clocks.uncertaintyMs > mostUncertaintyMs) {
    warn(
      trial,
      'clockUncertain',
      `The daemon's clock is known to ± ${clocks.uncertaintyMs.toFixed(1)} ms only: so are the instants of faults.`,
    )
  }
  warnOfShortness(trial)
  return { daemonOffsetMs: clocks.daemonOffsetMs }
}

/** A daemon that takes a question and never answers is as good as none. */
function answered<T>({ clock, signal }: TrialContext, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = () =>
    new DockerError(`Docker did not answer within ${answersWithinMs / 1_000} s.`, {
      hint: 'Look whether "docker info" answers; if not, restart Docker.',
    })
  return withLimit({ clock, limitMs: answersWithinMs, signal, late }, (limited) =>
    abortable(ask(limited), limited),
  )
}

function warnOfShortness(trial: TrialContext): void {
  const { blocks, planned } = trial
  const { warmUpMs, durationMs, servers } = planned.scenario
  if (blocks < fewestBlocks) {
    warn(
      trial,
      'exploratory',
      `Fewer than ${fewestBlocks} blocks are exploratory: differences get no verdict.`,
    )
  }
  const operations = operationsOfWarmUp(planned.scenario) / servers
  if (operations < operationsUntilWarm) {
    warn(
      trial,
      'warmUpShort',
      `Each server got about ${Math.round(operations)} operations to warm up, not ${operationsUntilWarm}: latencies include cold code.`,
    )
  }
  const baselineMs = (firstDisturbanceMs(planned.scenario) ?? durationMs) - warmUpMs
  if (baselineMs < shortestBaselineMs) {
    warn(
      trial,
      'baselineShort',
      `The baseline is ${formatDuration(baselineMs)}, not ${formatDuration(shortestBaselineMs)}: recovery is measured against little.`,
    )
  }
}

/** All logins, then what users do until the warm-up ends. */
function operationsOfWarmUp({ users, rate, warmUpMs }: ScenarioDescription): number {
  return users + operationsBetween(rate, { fromMs: loginShareOfWarmUp * warmUpMs, toMs: warmUpMs })
}
