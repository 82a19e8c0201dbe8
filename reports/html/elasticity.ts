import type { AutoscalerDescription } from '../../engine/journal/records.ts'
import { elasticityScales, serversAgainstLoad } from '../charts/servers-against-load.ts'
import type { ExperimentData } from '../data.ts'
import type { ElasticityResult } from '../elasticity-result.ts'
import { formatShare, formatValue } from '../format.ts'
import type { ExperimentResult, Summary } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'
import { chosen, shownBlock } from './chosen.ts'
import { figures } from './figures.ts'
import { type Child, h, type Markup } from './node.ts'
import { type Column, table } from './table.ts'
import { trialColumns } from './trial-columns.ts'

interface Row {
  trial: TrialResult
  elasticity: ElasticityResult
}

/** How the servers followed the load; nothing for a scenario without an autoscaler. */
export function elasticity(
  result: ExperimentResult,
  data: ExperimentData,
  summaries: readonly Summary[],
): Markup[] {
  const [first] = summaries
  const scenario = result.scenarios.find(({ name }) => name === first?.scenario)
  if (!scenario?.autoscaler) return []
  const drawn = summaries.flatMap(({ target }) =>
    chosen(result.trials, data.trials, { scenario: scenario.name, target }),
  )
  const scales = elasticityScales(
    drawn.map(({ trial }) => trial),
    drawn.flatMap((each) => [each.data, ...each.others]),
    { ...scenario, limits: scenario.autoscaler },
  )
  return [
    h('h3', {}, 'Servers against the load'),
    h(
      'p',
      { class: 'lead' },
      'The load that was scheduled, the servers that it demands by the calibration of each target, and those that were up.',
    ),
    ...figures(drawn, result.targets, (each) => [
      h('p', { class: 'caption' }, shownBlock(each)),
      serversAgainstLoad({ id: `elasticity-${each.trial.id}`, ...each, scales }),
    ]),
  ]
}

/** θ, τ and what each scale-in cost; nothing where no trial has an autoscaler. */
export function elasticityTables(trials: readonly TrialResult[]): Child {
  const rows = trials.flatMap((trial) => (trial.elasticity ? [{ trial, elasticity: trial.elasticity }] : []))
  if (rows.length === 0) return null
  const doubts = [...new Set(rows.flatMap(({ elasticity: { doubt } }) => doubt ?? []))]
  return [
    table({ label: 'Servers against the load', className: 'trials', columns, rows }),
    h(
      'p',
      { class: 'footnote' },
      'Missing (θU) and in excess (θO): servers, as a share of those demanded, on the mean over time. Too few (τU) and too many (τO): share of the time. Hottest ÷ mean: answers of the servers in windows of 5 s, on the mean and at worst; stickiness keeps old servers hot while a new one lowers the average. ',
      doubts.join(' '),
    ),
    scaleIns(rows),
  ]
}

const share = (of: (found: ElasticityResult) => number | null) => (row: Row) => {
  const value = of(row.elasticity)
  return value === null ? unknown : formatShare(value)
}
const unknown = h('span', { class: 'unknown' }, 'not known')

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
      h('small', {}, `${formatValue(adaptationsPerMinute, 'count')} a minute`),
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
        {
          title: 'drained for',
          cell: ({ scaleIn: { drainMs } }) =>
            drainMs === null ? 'not drained' : formatValue(drainMs / 1_000, 'seconds'),
        },
        { title: 'signed out', cell: ({ scaleIn }) => count(scaleIn.signedOut) },
        { title: 'lost', cell: ({ scaleIn }) => count(scaleIn.lost) },
      ],
      rows: all,
    }),
  ]
}

/** What the autoscaler was told; empty where there is none. */
export function autoscalerInWords(autoscaler: AutoscalerDescription | undefined): string {
  if (!autoscaler) return ''
  const { signal, target, min, max, tolerance, syncMs, scaleIn } = autoscaler
  const kept =
    signal === 'cpu'
      ? `${formatShare(target)} of each server’s CPU quota used`
      : `${formatValue(target, 'count')} requests a second of each server`
  const goes =
    scaleIn.drainMs === null ? 'removed at once' : `drained for at most ${scaleIn.drainMs / 1_000} s`
  return ` An autoscaler keeps ${kept} (give or take ${formatShare(tolerance)}) with ${min} to ${max} servers and looks every ${syncMs / 1_000} s; who is taken away (${scaleIn.pick}) is ${goes}.`
}
