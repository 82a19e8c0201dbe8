import { fates } from '../../engine/journal/traffic-records.ts'
import { formatValue } from '../format.ts'
import type { Ledger, SessionsResult, TrialResult } from '../trial-result.ts'
import { type Child, h, type Markup } from './node.ts'
import { table } from './table.ts'
import { trialColumns } from './trial-columns.ts'
import { unknown } from './unknown.ts'

const outcomes: readonly [name: keyof Ledger, title: string][] = [
  ['scheduled', 'scheduled'],
  ['dropped', 'dropped'],
  ['sent', 'sent'],
  ['ok', 'ok'],
  ['wrong', 'wrong'],
  ['rejected', 'rejected'],
  ['failed', 'failed'],
  ['refused', 'refused'],
  ['reset', 'reset'],
  ['timedOut', 'timed out'],
  ['unfinished', 'unfinished'],
  ['residual', 'residual'],
]

const columnsOfTrial = trialColumns<TrialResult>((trial) => trial)
const number = (value: number) => formatValue(value, 'count')

/** Where every operation went; nothing is left over. */
export function requestLedger(trials: readonly TrialResult[]): Markup {
  return table({
    label: 'Request ledger',
    className: 'trials',
    columns: [
      ...columnsOfTrial,
      ...outcomes.map(([name, title]) => ({
        title,
        cell: ({ ledger }: TrialResult) =>
          name === 'residual' && ledger.residual !== 0
            ? h('b', { class: 'bad' }, number(ledger.residual))
            : number(ledger[name]),
      })),
    ],
    rows: trials,
  })
}

/** What failed answers said was wrong; nothing where none said anything. */
export function complaintsOf(trials: readonly TrialResult[]): Child {
  const all = trials.flatMap(({ id, complaints }) => complaints.map((complaint) => ({ id, ...complaint })))
  if (all.length === 0) return null
  return [
    h('h4', {}, 'What failed answers said'),
    table<(typeof all)[number]>({
      label: 'What failed answers said',
      className: 'trials',
      columns: [
        { title: 'trial', kind: 'words', cell: ({ id }) => id },
        { title: 'answer', kind: 'words', cell: ({ text }) => h('small', {}, text) },
        { title: 'times', cell: ({ count }) => number(count) },
      ],
      rows: all,
    }),
  ]
}

const fateTitles: Partial<Record<(typeof fates)[number], string>> = { rolledBack: 'rolled back' }

/** What became of the sessions; fates that none of them met are left out, but for that of having survived. */
export function sessionsByFate(trials: readonly TrialResult[]): Child {
  const met = fates.filter(
    (fate) => fate === 'survived' || trials.some(({ sessions }) => (sessions?.fates[fate] ?? 0) > 0),
  )
  const cell = (of: (sessions: SessionsResult) => number) => (trial: TrialResult) =>
    trial.sessions ? number(of(trial.sessions)) : unknown
  const isTold = trials.every(({ sessions }) => sessions !== null)
  const without = isTold ? fates.filter((fate) => !met.includes(fate)) : []
  return [
    table({
      label: 'Sessions by fate',
      className: 'trials',
      columns: [
        ...columnsOfTrial,
        { title: 'sessions', cell: cell(({ total }) => total) },
        ...met.map((fate) => ({
          title: fateTitles[fate] ?? fate,
          cell: cell(({ fates: of }) => of[fate]),
        })),
        { title: 'signed out', cell: cell(({ signedOut }) => signedOut) },
      ],
      rows: trials,
    }),
    without.length === 0
      ? null
      : h(
          'p',
          { class: 'footnote' },
          `No session was ${without.map((fate) => fateTitles[fate] ?? fate).join(', ')}.`,
        ),
  ]
}
