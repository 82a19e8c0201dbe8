import { fates } from '../../engine/journal/traffic-records.ts'
import { formatShare, formatValue } from '../format.ts'
import type { ImbalanceResult, Ledger, SessionsResult, TrialResult } from '../trial-result.ts'
import { type Child, h, type Markup } from './node.ts'
import { type Column, table } from './table.ts'
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
        { title: 'answer', kind: 'words', cell: ({ text }) => text },
        { title: 'times', cell: ({ count }) => number(count) },
      ],
      rows: all,
    }),
  ]
}

const fateTitles: Partial<Record<(typeof fates)[number], string>> = { rolledBack: 'rolled back' }

/** What became of the sessions; fates that none of them met are left out. */
export function sessionsByFate(trials: readonly TrialResult[]): Child {
  const met = fates.filter((fate) => trials.some(({ sessions }) => (sessions?.fates[fate] ?? 0) > 0))
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

/** How evenly the servers were used, and how often a session met its own again. */
export function loadOnServers(trials: readonly TrialResult[]): Markup {
  const windowOf = (trial: TrialResult, window: ImbalanceResult['window']) =>
    trial.imbalance.find((each) => each.window === window)
  const answersOf = (answers: Record<string, number>) =>
    Object.entries(answers)
      .map(([server, count]) => `${server} ${number(count)}`)
      .join(', ')
  const cell =
    (window: ImbalanceResult['window'], of: (found: ImbalanceResult) => string | null) =>
    (trial: TrialResult) => {
      const found = windowOf(trial, window)
      return (found && of(found)) ?? unknown
    }
  const columns = (window: ImbalanceResult['window'], when: string): Column<TrialResult>[] => [
    {
      title: `affinity, ${when}`,
      cell: cell(window, ({ affinityShare: share }) => (share === null ? null : formatShare(share))),
    },
    {
      title: `busiest ÷ mean, ${when}`,
      cell: cell(window, ({ maxOverMean }) =>
        maxOverMean === null ? null : formatValue(maxOverMean, 'times'),
      ),
    },
    {
      title: `answers, ${when}`,
      cell: cell(window, ({ answers }) => answersOf(answers)),
    },
  ]
  return table({
    label: 'Load on the servers',
    className: 'trials',
    columns: [
      ...columnsOfTrial,
      ...columns('baseline', 'baseline'),
      ...columns('afterFault', 'after the fault'),
    ],
    rows: trials,
  })
}

/** What the balancer's log says became of affinity, in its own words; nothing where it says nothing. */
export function balancersWord(trials: readonly TrialResult[]): Child {
  const rows = trials.flatMap((trial) => trial.requestLog.map((log) => ({ trial, ...log })))
  if (rows.length === 0) return null
  const wordsOf = (words: Record<string, number>) =>
    Object.entries(words)
      .sort(([, a], [, b]) => b - a)
      .map(([word, times]) => `${word} ${number(times)}`)
      .join(', ')
  return table<(typeof rows)[number]>({
    label: 'What the balancer’s log says',
    className: 'trials',
    columns: [
      ...trialColumns<(typeof rows)[number]>(({ trial }) => trial),
      {
        title: 'when',
        kind: 'words',
        cell: ({ window }) => (window === 'baseline' ? 'baseline' : 'after the fault'),
      },
      { title: 'requests', cell: ({ requests }) => number(requests) },
      { title: 'retried', cell: ({ retried }) => number(retried) },
      { title: 'sent elsewhere', cell: ({ redispatched }) => number(redispatched) },
      { title: 'unanswered', cell: ({ unanswered }) => number(unanswered) },
      { title: 'its words', kind: 'words', cell: ({ words }) => wordsOf(words) },
    ],
    rows,
  })
}
