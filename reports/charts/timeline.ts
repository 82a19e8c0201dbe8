import type { TrialData } from '../data.ts'
import { formatShare, formatValue } from '../format.ts'
import { type Markup, s } from '../html/node.ts'
import type { TrialResult } from '../trial-result.ts'
import { type Failure, failuresIn, highestOf, totalOf } from './failures.ts'
import { failuresPanel } from './failures-panel.ts'
import { figure } from './figure.ts'
import { rowsOf } from './labels.ts'
import { latencyPanel } from './latency-panel.ts'
import { between, box, foot, laneHeight, overTime, width } from './layout.ts'
import { markerRowHeight, markers, markersOf } from './markers.ts'
import { operationsPanel } from './operations-panel.ts'
import { serversOf, serversPanel } from './servers-panel.ts'
import { windowsOf } from './windows.ts'

/** What the pictures of one scenario have in common, so that the eye may compare them. */
export interface TimelineScales {
  durationMs: number
  operationsMax: number
  /** Those of any trial; the highest second of any of them. */
  failures: readonly Failure[]
  failuresMax: number
  latencyMsMin: number
  latencyMsMax: number
  servers: readonly string[]
  labelRows: number
}

/** What is drawn of a trial. */
export interface TrialPicture {
  /** Unique on the page. */
  id: string
  trial: TrialResult
  data: TrialData
  /** The same target in other blocks, drawn faintly. */
  others: readonly TrialData[]
}

const heights = { operations: 104, latency: 76 }

/** The scales that hold all trials of a scenario. */
export function timelineScales(
  trials: readonly TrialResult[],
  data: readonly TrialData[],
  durationMs: number,
): TimelineScales {
  const seconds = data.flatMap((each) => each.seconds)
  const latencies = seconds.flatMap(({ p50Ms, p99Ms }) => [p50Ms ?? [], p99Ms ?? []].flat())
  const failures = failuresIn(seconds)
  const x = overTime(durationMs)
  return {
    durationMs,
    operationsMax: Math.max(1, ...seconds.map(({ scheduled }) => scheduled)),
    failures,
    failuresMax: highestOf(failures, seconds),
    latencyMsMin: Math.max(0.01, Math.min(1, ...latencies)),
    latencyMsMax: Math.max(10, ...latencies),
    servers: serversOf(seconds),
    labelRows: Math.max(1, ...trials.map((trial) => rowsOf(markersOf(trial, x)))),
  }
}

/** Operations, what failed, response times and servers of a trial, over its time, with what was done to it. */
export function timeline({ scales, ...picture }: TrialPicture & { scales: TimelineScales }): Markup {
  const { id, trial, data } = picture
  const x = overTime(scales.durationMs)
  const head = scales.labelRows * markerRowHeight - 3
  const operations = box(head + 31, heights.operations)
  const failures = box(operations.bottom + between, scales.failures.length * laneHeight)
  const above = scales.failures.length > 0 ? failures : operations
  const latency = box(above.bottom + between, heights.latency)
  const servers = box(latency.bottom + between, scales.servers.length * laneHeight)
  const { lines, labels } = markers(markersOf(trial, x), { head, bottom: servers.bottom })
  const parts = { ...picture, x, scales, windows: windowsOf(trial) }
  return figure(
    {
      width,
      height: servers.bottom + foot,
      id,
      title: `Timeline of ${trial.id}`,
      description: `${inWords(trial)} ${failuresInWords(data, scales)} The numbers are in timeseries.csv.`,
    },
    s('g', {}, lines),
    operationsPanel({ ...parts, box: operations }),
    scales.failures.length > 0 ? failuresPanel({ ...parts, box: failures }) : null,
    latencyPanel({ ...parts, box: latency }),
    serversPanel({ ...parts, box: servers }),
    labels,
  )
}

function inWords({ faults, availability }: TrialResult): string {
  const share = availability === null ? 'not known' : formatShare(availability)
  if (faults.length === 0) return `No fault. Availability: ${share}.`
  const done = faults.map(({ title, victim, verdict }) => `${title} (${victim ?? 'nobody'}): ${verdict}`)
  return `${done.join('; ')}. Availability from then on: ${share}.`
}

function failuresInWords({ seconds }: TrialData, { failures }: TimelineScales): string {
  const found = failures
    .map((failure) => ({ name: failure.name, total: totalOf(failure, seconds) }))
    .filter(({ total }) => total > 0)
    .map(({ name, total }) => `${name} ${formatValue(total, 'count')}`)
  return found.length === 0
    ? 'Every operation was right in time.'
    : `Operations not right: ${found.join(', ')}.`
}
