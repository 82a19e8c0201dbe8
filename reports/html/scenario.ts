import type { ScenarioDescription } from '../../engine/journal/descriptions.ts'
import type { ExperimentData } from '../data.ts'
import { plural } from '../format.ts'
import type { ExperimentResult } from '../result.ts'
import { scenarioInWords } from '../scenario-in-words.ts'
import type { TrialResult } from '../trial-result.ts'
import { comparison } from './comparison.ts'
import { costs } from './costs.ts'
import { drawnOf } from './drawn.ts'
import { elasticity } from './elasticity.ts'
import { elasticityTables } from './elasticity-tables.ts'
import { faults } from './faults.ts'
import { complaintsOf, requestLedger, sessionsByFate } from './ledgers.ts'
import { balancersWord, loadOnServers } from './load-on-servers.ts'
import { type Child, h, type Markup } from './node.ts'
import { pictures } from './pictures.ts'
import { predictions } from './predictions.ts'
import { spreads } from './spreads.ts'
import { folded } from './table.ts'

/** A table with more rows than this is folded. */
const openRows = 12
/** A table of so many targets leaves room for the dots beside it. */
const besideTable = 2

/** Everything about one scenario, from the overview to the last operation. */
export function scenario(
  result: ExperimentResult,
  data: ExperimentData,
  description: ScenarioDescription,
): Markup {
  const { name, title } = description
  const { targets } = result
  const drawn = drawnOf(result, data, name)
  return h(
    'section',
    { id: name },
    h('h2', {}, title),
    h('p', { class: 'lead' }, scenarioInWords(description)),
    overview(result, description),
    h('h3', {}, 'Over time'),
    pictures(drawn, targets, description),
    elasticity(drawn, targets, description),
    evidence(trialsByTarget(result, name)),
  )
}

/** The targets side by side, and how far the trials of each lie apart. */
function overview(result: ExperimentResult, description: ScenarioDescription): Markup {
  const summaries = result.summaries.filter((each) => each.scenario === description.name)
  const blocks = spreads(summaries, description.name)
  return h(
    'div',
    { class: blocks && summaries.length <= besideTable ? 'overview' : null },
    h('div', {}, comparison(result, description), h('p', { class: 'footnote' }, wordsExplained(description))),
    blocks
      ? h(
          'div',
          { class: 'blocks' },
          h('h3', {}, 'Block by block'),
          h('p', { class: 'lead' }, 'A dot is a trial, the stroke the mean of several.'),
          blocks,
        )
      : null,
  )
}

function wordsExplained({ method }: ScenarioDescription): string {
  const back =
    'Back after: from the fault until five seconds in a row lie in the band of the baseline again; “never left”: none lay outside. '
  return `${method.length > 0 ? back : ''}An operation that was not ok took ∞.`
}

/** Those that ran, in the order of the targets, whatever their order was. */
function trialsByTarget({ summaries, trials }: ExperimentResult, scenario: string): TrialResult[] {
  const own = trials
    .filter((each) => each.scenario === scenario && each.status !== 'skipped')
    .sort((a, b) => a.block - b.block)
  return summaries
    .filter((each) => each.scenario === scenario)
    .flatMap(({ target }) => own.filter((each) => each.target === target))
}

/** Trial by trial, what all numbers above rest on. */
function evidence(trials: readonly TrialResult[]): Child {
  const total = (of: (trial: TrialResult) => unknown[]) => trials.flatMap(of).length
  const foldedIfLong = (content: Child, rows: number) =>
    rows > openRows ? folded(plural(trials.length, 'trial'), content) : content
  const section = (heading: string, lead: string, content: Child, rows = trials.length) => [
    h('h3', {}, heading),
    h('p', { class: 'lead' }, lead),
    foldedIfLong(content, rows),
  ]
  return [
    foldedIfLong(
      elasticityTables(trials),
      total(({ elasticity: found }) => (found ? [found] : [])),
    ),
    section(
      'Faults',
      'What was done, whether it happened, and who noticed when.',
      faults(trials),
      total((trial) => trial.faults),
    ),
    section(
      'Predicted against observed',
      'The very sessions that theory says each fault signs out, beside those that it did.',
      predictions(trials),
      total((trial) => trial.predictions),
    ),
    section(
      'Request ledger',
      'Scheduled = dropped + sent, and sent = the sum of its outcomes: the residual must be 0.',
      [requestLedger(trials), complaintsOf(trials)],
    ),
    section(
      'Sessions by fate',
      'After the load every session was read, those that had ended included.',
      sessionsByFate(trials),
    ),
    section(
      'Load on the servers',
      'Affinity: the share of answers that came from the server that had answered the session’s login; and why it broke, in the words of the balancer’s log.',
      [loadOnServers(trials), balancersWord(trials)],
    ),
    section(
      'Cost by service',
      'CPU seconds for 1,000 ok operations, and below them the memory, on the mean over time.',
      costs(trials),
    ),
  ]
}
