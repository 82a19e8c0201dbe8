import { formatShare, formatValue } from '../format.ts'
import type { PredictionResult, TrialResult } from '../trial-result.ts'
import { type Child, h } from './node.ts'
import { type Column, table } from './table.ts'
import { trialColumns } from './trial-columns.ts'

interface Row {
  trial: TrialResult
  prediction: PredictionResult
}

const verdicts: Record<PredictionResult['verdict'], string> = {
  asPredicted: 'as predicted',
  notAsPredicted: 'not as predicted',
  cannotTell: 'cannot tell',
  unpredicted: 'nothing predicted',
}

/** Which sessions each fault had to sign out by theory, and which it did: sets are compared, not numbers. */
export function predictions(trials: readonly TrialResult[]): Child {
  const rows = trials.flatMap((trial) => trial.predictions.map((prediction) => ({ trial, prediction })))
  if (rows.length === 0) return h('p', {}, 'There is no fault that anything was predicted of.')
  return [
    table({ label: 'Predicted against observed', className: 'trials', columns, rows }),
    h(
      'p',
      { class: 'footnote' },
      'Missed: predicted, but still signed in. Surplus: signed out, but not predicted. In doubt: logging in or out at that very moment, or nobody can know; with more than 1 % of those at risk it can’t be told whether the prediction held. k/N: servers struck of those that were up, which is what one takes to be signed out who knows no more.',
    ),
  ]
}

const columns: readonly Column<Row>[] = [
  ...trialColumns<Row>(({ trial }) => trial),
  {
    title: 'fault',
    kind: 'words',
    cell: ({ prediction: { kind, victims } }) => [kind, h('small', {}, victims.join(', '))],
  },
  {
    title: 'verdict',
    kind: 'words',
    cell: ({ prediction: { verdict } }) =>
      h('b', { class: verdict === 'notAsPredicted' ? 'bad' : null }, verdicts[verdict]),
  },
  count('at risk', ({ atRisk }) => atRisk),
  count('predicted', ({ predicted }) => predicted),
  count('observed', ({ observed }) => observed),
  count('missed', ({ missed }) => missed.count),
  count('surplus', ({ surplus }) => surplus.count),
  count('in doubt', ({ boundary, undecided }) => boundary + undecided),
  share('observed ÷ at risk', ({ atRisk, observed }) => (atRisk === 0 ? null : observed / atRisk)),
  share('k/N', ({ naiveShare }) => naiveShare),
]

function count(title: string, of: (prediction: PredictionResult) => number): Column<Row> {
  return { title, cell: ({ prediction }) => formatValue(of(prediction), 'count') }
}

/** A dash where there is no such share: nobody was at risk, or no web server was struck. */
function share(title: string, of: (prediction: PredictionResult) => number | null): Column<Row> {
  return {
    title,
    cell: ({ prediction }) => {
      const value = of(prediction)
      return value === null ? '–' : formatShare(value)
    },
  }
}
