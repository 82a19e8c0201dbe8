import type { ElasticityResult, ScaleInResult } from '../elasticity-result.ts'
import { formatShare, formatValue, listed } from '../format.ts'
import type { TrialResult } from '../trial-result.ts'
import { type Child, h } from './node.ts'
import { type Column, table } from './table.ts'
import { trialColumns } from './trial-columns.ts'
import { unknown } from './unknown.ts'

interface Row {
  trial: TrialResult
  elasticity: ElasticityResult
}

/** θ, τ and what each scale-in cost; nothing where no trial has an autoscaler. */
export function elasticityTables(trials: readonly TrialResult[]): Child {
  const rows = trials.flatMap((trial) => (trial.elasticity ? [{ trial, elasticity: trial.elasticity }] : []))
  if (rows.length === 0) return null
  const compared = rows.some(({ elasticity: { speedUp } }) => speedUp !== null)
  return [
    table({
      label: 'Servers against the load',
      className: 'trials',
      columns: compared ? [...columns, speedUpColumn] : columns,
      rows,
    }),
    h(
      'p',
      { class: 'footnote' },
      'Missing (θU) and in excess (θO): servers, as a share of those demanded, on the mean over time. Too few (τU) and too many (τO): share of the time. Hottest ÷ mean: answers of the servers in windows of 5 s, on the mean and at worst; stickiness keeps old servers hot while a new one lowers the average. ',
      doubtsOf(rows).join(' '),
      compared
        ? ' Elastic speed-up (ε): how much better all four are than where the same load met servers that stayed, as a geometric mean; it is not defined where one of them is 0.'
        : '',
    ),
    scaleIns(rows),
  ]
}

/** Each once, with the trials that have it where not all do. */
function doubtsOf(rows: readonly Row[]): string[] {
  const byDoubt = Map.groupBy(rows, ({ elasticity: { doubt } }) => doubt)
  return [...byDoubt].flatMap(([doubt, found]) => {
    if (doubt === null) return []
    return found.length === rows.length ? doubt : `${doubt} (${listed(found.map(({ trial }) => trial.id))})`
  })
}

const share = (of: (found: ElasticityResult) => number | null) => (row: Row) => {
  const value = of(row.elasticity)
  return value === null ? unknown : formatShare(value)
}

const columns: readonly Column<Row>[] = [
  ...trialColumns<Row>(({ trial }) => trial),
  { title: 'too few, τU', cell: share(({ underTimeShare }) => underTimeShare) },
  { title: 'too many, τO', cell: share(({ overTimeShare }) => overTimeShare) },
  { title: 'missing, θU', cell: share(({ underAccuracy }) => underAccuracy) },
  { title: 'in excess, θO', cell: share(({ overAccuracy }) => overAccuracy) },
  {
    title: 'changes',
    cell: ({ elasticity: { adaptations, adaptationsPerMinute } }) => [
      formatValue(adaptations, 'count'),
      h('small', {}, `${formatValue(adaptationsPerMinute, 'count')}/min`),
    ],
  },
  {
    title: 'servers up',
    cell: ({ elasticity: { servers } }) => (servers ? `${servers.min} to ${servers.max}` : unknown),
  },
  {
    title: 'hottest ÷ mean',
    cell: ({ elasticity: { maxOverMean } }) =>
      maxOverMean
        ? [
            formatValue(maxOverMean.mean, 'times'),
            h('small', {}, `at worst ${formatValue(maxOverMean.highest, 'times')}`),
          ]
        : unknown,
  },
  {
    title: 'can take, by servers',
    cell: ({ elasticity: { capacity } }) =>
      capacity.length === 0
        ? unknown
        : capacity
            .map(
              ({ servers, ratePerSecond }) =>
                `${servers}: ${formatValue(Math.round(ratePerSecond), 'count')}/s`,
            )
            .join(', '),
  },
]

const speedUpColumn: Column<Row> = {
  title: 'speed-up, ε',
  cell: ({ elasticity: { speedUp } }) => {
    if (!speedUp) return '–'
    const value = speedUp.value === null ? 'not defined' : formatValue(speedUp.value, 'times')
    return [value, h('small', {}, `over ${speedUp.reference}`)]
  },
}

function scaleIns(rows: readonly Row[]): Child {
  const all = rows.flatMap(({ trial, elasticity: { scaleIns: each } }) =>
    each.map((scaleIn) => ({ trial, scaleIn })),
  )
  if (all.length === 0) return h('p', {}, 'No server was taken away.')
  const count = (value: number | null) => (value === null ? unknown : formatValue(value, 'count'))
  return [
    h('h4', {}, 'What each scale-in cost'),
    table<(typeof all)[number]>({
      label: 'What each scale-in cost',
      className: 'trials',
      columns: [
        ...trialColumns<(typeof all)[number]>(({ trial }) => trial),
        { title: 'server', kind: 'words', cell: ({ scaleIn: { victims } }) => victims.join(', ') },
        { title: 'at', cell: ({ scaleIn: { atMs } }) => formatValue(atMs / 1_000, 'seconds') },
        { title: 'drained for', cell: ({ scaleIn }) => drainCell(scaleIn) },
        { title: 'signed out', cell: ({ scaleIn }) => count(scaleIn.signedOut) },
        { title: 'lost', cell: ({ scaleIn }) => count(scaleIn.lost) },
      ],
      rows: all,
    }),
  ]
}

function drainCell({ drained, drainMs }: ScaleInResult): string {
  if (!drained) return 'not drained'
  return drainMs === null ? 'not to its end' : formatValue(drainMs / 1_000, 'seconds')
}
