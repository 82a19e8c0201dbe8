import type { AutoscalerDescription, ScenarioDescription } from '../engine/journal/descriptions.ts'
import { highestRate, lowestRate } from '../engine/journal/rate.ts'
import { settingsInWords } from '../engine/journal/stack-settings.ts'
import { formatShare, formatValue, plural } from './format.ts'
import { metrics } from './metrics.ts'

/** In a sentence; all of them are in the table of faults. */
const mostFaultsTold = 10

/** What users did, what was done to the servers, and what had to hold, as a paragraph. */
export function scenarioInWords(scenario: ScenarioDescription): string {
  return [
    trafficInWords(scenario),
    ...changesInWords(scenario),
    planInWords(scenario),
    ...hypothesisInWords(scenario),
  ].join(' ')
}

/** What it changed of the stack, and what its autoscaler was told, as sentences; none in most scenarios. */
export function changesInWords({
  settings,
  autoscaler,
}: Pick<ScenarioDescription, 'settings' | 'autoscaler'>): string[] {
  const changed = settingsInWords(settings)
  return [
    ...(changed.length === 0 ? [] : [`Of the stack, changed: ${changed.join('; ')}.`]),
    ...(autoscaler ? [autoscalerInWords(autoscaler)] : []),
  ]
}

function trafficInWords(scenario: ScenarioDescription): string {
  const { servers, users, tabs = 1, writeAtLogout, rate, durationMs, warmUpMs, operations } = scenario
  const across = writeAtLogout ? ', which write while she logs out in one' : ''
  const { read, write, logout } = operations
  return [
    `${plural(servers, 'web server')}, ${plural(users, 'user')}${tabs > 1 ? ` in ${tabs} tabs each${across}` : ''}, ${rateInWords(rate)} operations a second`,
    ` (${formatShare(read)} reads, ${formatShare(write)} writes, ${formatShare(logout)} logouts)`,
    ` for ${seconds(durationMs)}, ${seconds(warmUpMs)} of it warm-up;`,
    ` late after ${scenario.lateMs} ms, timed out after ${seconds(scenario.timeoutMs)}.`,
  ].join('')
}

const seconds = (ms: number) => formatValue(ms / 1_000, 'seconds')

/** One figure where the rate is the same all the time. */
function rateInWords(rate: ScenarioDescription['rate']): string {
  const [lowest, highest] = [lowestRate(rate), highestRate(rate)].map((value) => Number(value.toFixed(1)))
  return lowest === highest ? `${highest}` : `${lowest} to ${highest}`
}

function autoscalerInWords(autoscaler: AutoscalerDescription): string {
  const { signal, target, min, max, tolerance, syncMs, scaleIn } = autoscaler
  const kept =
    signal === 'cpu'
      ? `${formatShare(target)} of each server’s CPU quota used`
      : `${formatValue(target, 'count')} requests a second of each server`
  const goes =
    scaleIn.drainMs === null ? 'removed at once' : `drained for at most ${seconds(scaleIn.drainMs)}`
  return `An autoscaler keeps ${kept} (give or take ${formatShare(tolerance)}) with ${min} to ${max} servers and looks every ${seconds(syncMs)}; who is taken away (${scaleIn.pick}) is ${goes}.`
}

/** Faults that are drawn differ from block to block: those of one block are not the plan. */
function planInWords({ method, monkey }: ScenarioDescription): string {
  if (monkey) {
    const titles = monkey.faults.map(({ title }) => title).join(', ')
    return `The plan: about every ${seconds(monkey.everyMs)}, drawn for each block, one of: ${titles}.`
  }
  if (method.length === 0) return 'Nothing is broken.'
  const told = method.slice(0, mostFaultsTold).map(({ title, atMs }) => `${title} at ${seconds(atMs)}`)
  const more = method.length - told.length
  return `The plan: ${[...told, ...(more === 0 ? [] : [`${more} more`])].join('; ')}.`
}

function hypothesisInWords({ hypothesis }: ScenarioDescription): string[] {
  const tolerances = Object.entries(hypothesis).map(([name, { atMost, atLeast }]) => {
    const { title, unit } = metrics[name] ?? { title: name, unit: 'count' as const }
    return [
      title,
      ...(atLeast === undefined ? [] : [`at least ${formatValue(atLeast, unit)}`]),
      ...(atMost === undefined ? [] : [`at most ${formatValue(atMost, unit)}`]),
    ].join(' ')
  })
  return tolerances.length === 0 ? [] : [`The hypothesis: ${tolerances.join(', ')}.`]
}
