import type { AutoscalerDescription } from '../../engine/journal/descriptions.ts'
import type { RatePoint } from '../../engine/journal/rate.ts'
import type { TrialData } from '../data.ts'
import { formatShare, formatValue } from '../format.ts'
import { type Markup, s } from '../html/node.ts'
import type { Level } from '../statistics/elasticity.ts'
import type { TrialResult } from '../trial-result.ts'
import { figure } from './figure.ts'
import { rowsOf } from './labels.ts'
import { between, box, foot, overTime, width } from './layout.ts'
import { loadPanel } from './load-panel.ts'
import { markerRowHeight, markers } from './markers.ts'
import { band } from './marks/band.ts'
import { type Point, step } from './marks/line.ts'
import { panel } from './panel.ts'
import { linear, type Scale } from './scales.ts'
import { scalingChanges } from './scaling-changes.ts'
import type { TrialPicture } from './timeline.ts'
import { windowsOf } from './windows.ts'

/** What the pictures of one scenario have in common, so that the eye may compare them. */
interface ElasticityScales {
  durationMs: number
  rate: readonly RatePoint[]
  limits: Pick<AutoscalerDescription, 'min' | 'max'>
  serversMax: number
  labelRows: number
}

const heights = { load: 84, servers: 104 }

/** The scales that hold all trials of a scenario. */
export function elasticityScales(
  trials: readonly TrialResult[],
  data: readonly TrialData[],
  shape: Pick<ElasticityScales, 'durationMs' | 'rate' | 'limits'>,
): ElasticityScales {
  const x = overTime(shape.durationMs)
  const levels = data.flatMap(({ servers: { demand, supply } }) => [...demand, ...supply])
  return {
    ...shape,
    serversMax: Math.max(shape.limits.max, ...levels.flatMap(({ servers }) => servers ?? [])),
    labelRows: Math.max(1, ...trials.map((trial) => rowsOf(scalingChanges(trial, x)))),
  }
}

/** The load that was scheduled and what came through of it; the servers that it demanded and those that were up. */
export function serversAgainstLoad({
  id,
  trial,
  data,
  others,
  scales,
}: TrialPicture & { scales: ElasticityScales }): Markup {
  const { durationMs, serversMax, labelRows } = scales
  const x = overTime(durationMs)
  const head = labelRows * markerRowHeight - 3
  const load = box(head + 31, heights.load)
  const servers = box(load.bottom + between, heights.servers)
  const y = linear({ high: serversMax }, { from: servers.bottom, to: servers.top }, { count: serversMax })
  const changes = markers(scalingChanges(trial, x), { head, bottom: servers.bottom })
  // There is no baseline to measure against: the load moves all the time.
  const windows = windowsOf(trial).filter(({ className }) => className === 'not-counted')
  return figure(
    {
      width,
      height: servers.bottom + foot,
      id,
      title: `Servers against the load in ${trial.id}`,
      description: `${inWords(trial)} The numbers are in timeseries.csv.`,
    },
    s('g', {}, changes.lines),
    loadPanel({ ...scales, box: load, x, data, windows }),
    panel(
      {
        box: servers,
        x,
        y,
        title: 'servers',
        legend: [
          { sign: '—', className: 'supplied', text: 'up' },
          { sign: '- -', className: 'demanded', text: 'demanded' },
          { sign: '■', className: 'limits', text: 'allowed' },
        ],
        windows,
        times: 'named',
      },
      limitsBand(scales, { x, y }),
      others.map((other) => step(asPoints(other.servers.supply, durationMs), { x, y }, 'supplied faint')),
      step(asPoints(data.servers.supply, durationMs), { x, y }, 'supplied'),
      step(asPoints(data.servers.demand, durationMs), { x, y }, 'demanded'),
    ),
    changes.labels,
  )
}

function asPoints(levels: readonly Level[], untilMs: number): Point[] {
  const shown = levels.map(({ atMs, servers }) => ({ x: Math.max(0, atMs), y: servers }))
  return [...shown, { x: untilMs, y: shown.at(-1)?.y ?? null }]
}

function limitsBand(
  { limits: { min, max }, durationMs }: ElasticityScales,
  scales: { x: Scale; y: Scale },
): Markup {
  const edges = [0, durationMs].map((x) => ({ x, low: min, high: max }))
  return band(edges, scales, 'limits')
}

function inWords({ elasticity }: TrialResult): string {
  if (!elasticity) return 'There was no autoscaler.'
  const { servers, underTimeShare, overTimeShare, adaptations, doubt } = elasticity
  const share = (of: number | null) => (of === null ? 'an unknown share' : formatShare(of))
  return [
    servers === null
      ? 'How many servers were up is not known.'
      : `${servers.min} to ${servers.max} servers were up.`,
    `There were too few for ${share(underTimeShare)} of the time and too many for ${share(overTimeShare)}.`,
    `Their number was changed ${formatValue(adaptations, 'count')} times.`,
    ...(doubt === null ? [] : [doubt]),
  ].join(' ')
}
