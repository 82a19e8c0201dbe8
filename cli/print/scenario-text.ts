import { censusDeadlineMs, mostSessions } from '../../engine/catalogue/limits.ts'
import { wordsFor } from '../../engine/catalogue/needs.ts'
import { formatDuration } from '../../engine/duration.ts'
import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { settingsInWords } from '../../engine/journal/stack-settings.ts'
import { firstDisturbanceMs } from '../../engine/trial/faults.ts'
import { formatShare, plural } from '../../reports/format.ts'
import type { Paint } from '../console/paint.ts'
import { abortInWords } from './abort-text.ts'
import { autoscalerInWords } from './autoscaler-text.ts'
import { rateInWords, rateMoments, ratePicture } from './rate-text.ts'

/** What a scenario does, moment by moment, and what it is judged by. */
export function scenarioAsLines(scenario: ScenarioDescription, paint: Paint): string[] {
  const { name, title, question, needs, servers, users, tabs = 1, timeoutMs, lateMs } = scenario
  const across = scenario.writeAtLogout ? ', which write while she logs out in one' : ''
  return [
    paint('bold', `${name}: ${title}`),
    `  ${question}`,
    ...(needs === undefined ? [] : [`  needs ${wordsFor(needs)}`]),
    `  ${plural(servers, 'web server')}, ${plural(users, 'user')}${tabs > 1 ? ` in ${tabs} tabs each${across}` : ''}, ${rateInWords(scenario)} (${shares(scenario)}), ${scenario.connections} connections`,
    `  ${habits(scenario)}`,
    `  an answer is late after ${formatDuration(lateMs)}, and given up after ${formatDuration(timeoutMs)}`,
    ...settingsInWords(scenario.settings).map((words) => `  changed: ${words}`),
    ...autoscalerInWords(scenario).map((words) => `  ${words}`),
    ...abortInWords(scenario).map((words) => `  ${words}`),
    ...timeline(scenario),
    ...ratePicture(scenario).map((line) => `    ${line}`),
    `  judged by ${scenario.primaryMetric}; must hold: ${hypothesis(scenario)}`,
  ]
}

/** Of the mean user, where the rate is highest. */
function habits({ users, ratePerSecond, operations }: ScenarioDescription): string {
  const thinkMs = (users / ratePerSecond) * 1_000
  const stays = operations.logout > 0 ? formatDuration(thinkMs / operations.logout) : 'to the end'
  return `a user does something every ${formatDuration(thinkMs)}, and stays logged in for ${stays}, on average`
}

const shares = ({ operations: { read, write, logout } }: ScenarioDescription) =>
  `${formatShare(read)} read, ${formatShare(write)} write, ${formatShare(logout)} logout`

/** Instants from the start of the load, faults among them. */
function timeline(scenario: ScenarioDescription): string[] {
  const { warmUpMs, durationMs, method, autoscaler } = scenario
  const first = firstDisturbanceMs(scenario) ?? Number.POSITIVE_INFINITY
  const baseline = first > warmUpMs ? [{ atMs: warmUpMs, what: 'baseline' }] : []
  const moments = [
    { atMs: 0, what: 'the load starts, all users log in; warm-up, not counted' },
    ...baseline,
    ...[
      ...(autoscaler ? [{ atMs: autoscaler.fromMs, what: 'servers begin to follow the load' }] : []),
      ...method.map(({ atMs, title }) => ({ atMs, what: title })),
      ...draws(scenario),
      ...rateMoments(scenario),
    ].sort((a, b) => a.atMs - b.atMs),
    {
      atMs: durationMs,
      what: `the load ends; census of up to ${plural(mostSessions(scenario), 'session')}, given up after ${formatDuration(censusDeadlineMs(scenario))}`,
    },
  ]
  const times = moments.map(({ atMs }) => (atMs === 0 ? '0 s' : formatDuration(atMs)))
  const width = Math.max(...times.map(({ length }) => length))
  return moments.map(({ what }, index) => `    ${(times[index] ?? '').padStart(width)}  ${what}`)
}

/** What is drawn is known once there is a seed, and differs from block to block. */
function draws({ monkey, warmUpMs }: ScenarioDescription): { atMs: number; what: string }[] {
  if (!monkey) return []
  const titles = monkey.faults.map(({ title }) => title).join(', ')
  const what = `from now on about every ${formatDuration(monkey.everyMs)}, drawn for each block, one of: ${titles}`
  return [{ atMs: warmUpMs + monkey.everyMs, what }]
}

function hypothesis({ hypothesis }: ScenarioDescription): string {
  const limits = Object.entries(hypothesis).flatMap(([metric, { atMost, atLeast }]) => [
    ...(atMost === undefined ? [] : [`${metric} at most ${atMost}`]),
    ...(atLeast === undefined ? [] : [`${metric} at least ${atLeast}`]),
  ])
  return limits.length === 0 ? 'nothing' : limits.join(', ')
}
