import { formatShare, formatValue } from '../format.ts'
import type { ImbalanceResult, RequestLogResult, TrialResult } from '../trial-result.ts'
import { type Child, h, type Markup } from './node.ts'
import { type Column, table } from './table.ts'
import { trialColumns } from './trial-columns.ts'
import { unknown } from './unknown.ts'

type Window = ImbalanceResult['window']

/** How evenly the servers were used, and how often a session met its own again. */
export function loadOnServers(trials: readonly TrialResult[]): Markup {
  return table({
    label: 'Load on the servers',
    className: 'trials',
    columns: [
      ...trialColumns<TrialResult>((trial) => trial),
      ...columnsOf('baseline', 'baseline'),
      ...columnsOf('afterFault', 'afterwards'),
    ],
    rows: trials,
  })
}

function columnsOf(window: Window, when: string): Column<TrialResult>[] {
  return [
    {
      title: `affinity, ${when}`,
      cell: cellOf(window, ({ affinityShare }) => affinityShare !== null && formatShare(affinityShare)),
    },
    {
      title: `busiest ÷ mean, ${when}`,
      cell: cellOf(
        window,
        ({ maxOverMean, answers }) =>
          maxOverMean !== null && [formatValue(maxOverMean, 'times'), h('small', {}, numbered(answers))],
      ),
    },
  ]
}

function cellOf(window: Window, of: (found: ImbalanceResult) => Child | false) {
  return ({ imbalance }: TrialResult): Child => {
    const found = imbalance.find((each) => each.window === window)
    return (found && of(found)) || unknown
  }
}

/** What the balancer's log says became of affinity, in its own words; nothing where it says nothing. */
export function balancersWord(trials: readonly TrialResult[]): Child {
  const rows = trials.flatMap((trial) => trial.requestLog.map((log) => ({ trial, ...log })))
  if (rows.length === 0) return null
  return table({ label: 'What the balancer’s log says', className: 'trials', columns: ofLog, rows })
}

type LogRow = RequestLogResult & { trial: TrialResult }

const ofLog: readonly Column<LogRow>[] = [
  ...trialColumns<LogRow>(({ trial }) => trial),
  {
    title: 'when',
    kind: 'words',
    cell: ({ window }) => (window === 'baseline' ? 'baseline' : 'afterwards'),
  },
  { title: 'requests', cell: ({ requests }) => formatValue(requests, 'count') },
  { title: 'retried', cell: ({ retried }) => formatValue(retried, 'count') },
  { title: 'sent elsewhere', cell: ({ redispatched }) => formatValue(redispatched, 'count') },
  { title: 'unanswered', cell: ({ unanswered }) => formatValue(unanswered, 'count') },
  { title: 'its words', kind: 'words', cell: ({ words }) => numbered(words, ([, a], [, b]) => b - a) },
]

type Numbered = [name: string, count: number]

/** `web-1 60, web-2 30`. */
function numbered(counts: Record<string, number>, order?: (a: Numbered, b: Numbered) => number): string {
  const entries = Object.entries(counts)
  return (order ? entries.sort(order) : entries)
    .map(([name, count]) => `${name} ${formatValue(count, 'count')}`)
    .join(', ')
}
