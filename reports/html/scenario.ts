import { highestRate, lowestRate } from '../../engine/journal/rate.ts'
import type { ScenarioDescription } from '../../engine/journal/records.ts'
import { settingsInWords } from '../../engine/journal/stack-settings.ts'
import type { ExperimentData } from '../data.ts'
import { formatValue, plural } from '../format.ts'
import { metrics } from '../metrics.ts'
import type { ExperimentResult } from '../result.ts'
import { comparison } from './comparison.ts'
import { costs } from './costs.ts'
import { autoscalerInWords, elasticity } from './elasticity.ts'
import { elasticityTables } from './elasticity-tables.ts'
import { faults } from './faults.ts'
import { balancersWord, complaintsOf, loadOnServers, requestLedger, sessionsByFate } from './ledgers.ts'
import { type Child, h, type Markup } from './node.ts'
import { pictures } from './pictures.ts'
import { predictions } from './predictions.ts'
import { spreads } from './spreads.ts'
import { folded } from './table.ts'

/** Tables by trial with more rows than this are folded. */
const openRows = 12
/** A table of so many targets leaves room for the dots beside it. */
const besideTable = 2

/** In a sentence; all of them are in the table of faults. */
const mostFaultsTold = 10

/** Everything about one scenario, from the overview to the last operation. */
export function scenario(
  result: ExperimentResult,
  data: ExperimentData,
  description: ScenarioDescription,
): Markup {
  const { name, title } = description
  const summaries = result.summaries.filter((each) => each.scenario === name)
  const trials = summaries.flatMap(({ target }) =>
    result.trials
      .filter((each) => each.scenario === name && each.target === target)
      .sort((a, b) => a.block - b.block),
  )
  const byTrial = (heading: string, lead: string, content: Child) => [
    h('h3', {}, heading),
    h('p', { class: 'lead' }, lead),
    trials.length > openRows
      ? folded({ summary: plural(trials.length, 'trial'), open: false }, content)
      : content,
  ]
  const blocks = spreads(summaries, name)
  return h(
    'section',
    { id: name },
    h('h2', {}, title),
    h('p', { class: 'lead' }, setting(description)),
    h(
      'div',
      { class: blocks && summaries.length <= besideTable ? 'overview' : null },
      h(
        'div',
        {},
        comparison(result, summaries),
        h(
          'p',
          { class: 'footnote' },
          'Back after: from the fault until five seconds in a row lie in the band of the baseline again; “never left”: none lay outside. An operation that was not ok took ∞.',
        ),
      ),
      blocks
        ? h(
            'div',
            { class: 'blocks' },
            h('h3', {}, 'Block by block'),
            h('p', { class: 'lead' }, 'A dot is a trial, the stroke the mean of several.'),
            blocks,
          )
        : null,
    ),
    h('h3', {}, 'Over time'),
    pictures(result, data, summaries),
    elasticity(result, data, summaries),
    elasticityTables(trials),
    byTrial('Faults', 'What was done, whether it happened, and who noticed when.', faults(trials)),
    byTrial(
      'Predicted against observed',
      'The very sessions that theory says this fault signs out, beside those that it did.',
      predictions(trials),
    ),
    byTrial(
      'Request ledger',
      'Scheduled = dropped + sent, and sent = the sum of its outcomes: the residual must be 0.',
      [requestLedger(trials), complaintsOf(trials)],
    ),
    byTrial(
      'Sessions by fate',
      'After the load every session was read, those that had ended included.',
      sessionsByFate(trials),
    ),
    byTrial(
      'Load on the servers',
      'Affinity: the share of answers that came from the server that had answered the session’s login; and why it broke, in the words of the balancer’s log.',
      [loadOnServers(trials), balancersWord(trials)],
    ),
    byTrial(
      'Cost by service',
      'CPU seconds for 1,000 ok operations, and the memory in all below them.',
      costs(trials),
    ),
  )
}

/** One figure where the rate is the same all the time. */
function rateInWords(rate: ScenarioDescription['rate']): string {
  const [lowest, highest] = [lowestRate(rate), highestRate(rate)].map((value) => Number(value.toFixed(1)))
  return lowest === highest ? `${highest}` : `${lowest} to ${highest}`
}

function setting({
  servers,
  users,
  tabs = 1,
  writeAtLogout,
  rate,
  durationMs,
  warmUpMs,
  operations,
  timeoutMs,
  lateMs,
  settings,
  autoscaler,
  method,
  hypothesis,
}: ScenarioDescription): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const across = writeAtLogout ? ', which write while she logs out in one' : ''
  const changed = settingsInWords(settings)
  const told = method.slice(0, mostFaultsTold).map((fault) => `${fault.title} at ${fault.atMs / 1_000} s`)
  const plan = method.length > told.length ? [...told, `${method.length - told.length} more`] : told
  const tolerances = Object.entries(hypothesis).map(([name, { atMost, atLeast }]) => {
    const metric = metrics[name]
    const show = (value: number) => formatValue(value, metric?.unit ?? 'count')
    return [
      metric?.title ?? name,
      ...(atLeast === undefined ? [] : [`at least ${show(atLeast)}`]),
      ...(atMost === undefined ? [] : [`at most ${show(atMost)}`]),
    ].join(' ')
  })
  return [
    `${plural(servers, 'web server')}, ${plural(users, 'user')}${tabs > 1 ? ` in ${tabs} tabs each${across}` : ''}, ${rateInWords(rate)} operations a second`,
    ` (${percent(operations.read)} reads, ${percent(operations.write)} writes, ${percent(operations.logout)} logouts)`,
    ` for ${durationMs / 1_000} s, ${warmUpMs / 1_000} s of it warm-up;`,
    ` late after ${lateMs} ms, timed out after ${timeoutMs / 1_000} s.`,
    changed.length === 0 ? '' : ` Of the stack, changed: ${changed.join('; ')}.`,
    autoscalerInWords(autoscaler),
    plan.length === 0 ? ' Nothing is broken.' : ` The plan: ${plan.join('; ')}.`,
    tolerances.length === 0 ? '' : ` The hypothesis: ${tolerances.join(', ')}.`,
  ].join('')
}
