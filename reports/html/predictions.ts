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
      'Missed: predicted, but still signed in. Surplus: signed out, but not predicted. Boundary: logging in or out at that very moment, so that either may be right. k/N: servers struck of those that were up, which is what one takes who knows no more.',
    ),
  ]
}

const columns: readonly Column<Row>[] = [
  ...trialColumns<Row>(({ trial }) => trial),
  {
    title: 'fault',
    kind: 'words',
    cell: ({ prediction: { kind, victims } }) => `${kind} ${victims.join(', ')}`.trim(),
  },
  count('at risk', ({ atRisk }) => atRisk),
  count('predicted', ({ predicted }) => predicted),
  count('observed', ({ observed }) => observed),
  count('missed', ({ missed }) => missed.count),
  count('surplus', ({ surplus }) => surplus.count),
  count('boundary', ({ boundary }) => boundary),
  count('undecided', ({ undecided }) => undecided),
  {
    title: 'share, k/N',
    cell: ({ prediction: { atRisk, observed, naiveShare } }) =>
      [atRisk === 0 ? null : observed / atRisk, naiveShare]
        .map((share) => (share === null ? 'not known' : formatShare(share)))
        .join(', '),
  },
  {
    title: 'verdict',
    kind: 'words',
    cell: ({ prediction: { verdict } }) =>
      h('b', { class: verdict === 'notAsPredicted' ? 'bad' : null }, verdicts[verdict]),
  },
]

function count(title: string, of: (prediction: PredictionResult) => number): Column<Row> {
  return { title, cell: ({ prediction }) => formatValue(of(prediction), 'count') }
}
