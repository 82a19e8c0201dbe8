import type { Second, TrialData } from '../data.ts'
import { type Child, type Markup, s } from '../html/node.ts'
import type { TrialResult } from '../trial-result.ts'
import { figure } from './figure.ts'
import { type PlacedLabel, placeLabels } from './labels.ts'
import { band } from './marks/band.ts'
import { line, type Point, step } from './marks/line.ts'
import { rule, stretch } from './marks/rule.ts'
import { type Box, panel } from './panel.ts'
import { linear, logarithmic, type Scale, time } from './scales.ts'

/** What the pictures of one scenario have in common, so that the eye may compare them. */
export interface TimelineScales {
  durationMs: number
  operationsMax: number
  latencyMsMax: number
  serversMax: number
}

interface Timeline {
  id: string
  trial: TrialResult
  data: TrialData
  /** The same target in other blocks, drawn faintly. */
  others: readonly TrialData[]
  scales: TimelineScales
}

const width = 560
const left = 44
const right = width - 8
const rowHeight = 14
const heights = { operations: 120, latency: 84, servers: 40 }
const between = 34

/** The scales that hold all trials of a scenario. */
export function timelineScales(trials: readonly TrialData[], durationMs: number): TimelineScales {
  const seconds = trials.flatMap((trial) => trial.seconds)
  const highest = (values: (number | null)[]) => Math.max(1, ...values.map((value) => value ?? 0))
  return {
    durationMs,
    operationsMax: highest(seconds.map(({ scheduled }) => scheduled)),
    latencyMsMax: highest(seconds.map(({ p99Ms }) => p99Ms)),
    serversMax: highest(seconds.map(({ serversUp }) => serversUp?.length ?? null)),
  }
}

/** Operations, response times and servers of a trial, over its time, with what was done to it. */
export function timeline({ id, trial, data, others, scales }: Timeline): Markup {
  const x = time({ fromMs: 0, toMs: scales.durationMs }, { from: left, to: right })
  const labels = placeLabels(markersOf(trial, x), right)
  const head = 12 + (Math.max(-1, ...labels.map(({ row }) => row)) + 1) * rowHeight
  const operations = box(head + 22, heights.operations)
  const latency = box(operations.bottom + between, heights.latency)
  const servers = box(latency.bottom + between, heights.servers)
  const whole = { top: head + 6, bottom: servers.bottom }
  return figure(
    {
      width,
      height: servers.bottom + 36,
      id,
      title: `Time line of ${trial.id}`,
      description: describe(trial),
    },
    warmUpOf(trial, x, whole),
    operationsPanel({ box: operations, x, scales, data, others, trial }),
    latencyPanel({ box: latency, x, scales, data }),
    serversPanel({ box: servers, x, scales, data }),
    labels.map((label) => marker(label, whole, head)),
    s(
      'text',
      { class: 'axis-title', x: right, y: servers.bottom + 30, 'text-anchor': 'end' },
      'seconds of load',
    ),
  )
}

function box(top: number, height: number): Box {
  return { left, right, top, bottom: top + height }
}

/** The instants of faults that a reader wants to see, as they are said. */
function markersOf(trial: TrialResult, x: Scale) {
  const faults = trial.faults.flatMap(({ kind, victim, steps }) => {
    const at = steps.find(({ step }) => step === 'observed') ?? steps.find(({ step }) => step === 'requested')
    const detected = steps.find(({ step }) => step === 'detected')
    return [
      ...(at ? [{ text: `${kind} ${victim ?? ''}`.trim(), x: x(at.atMs) + 3 }] : []),
      ...(detected ? [{ text: 'balancer knows', x: x(detected.atMs) + 3 }] : []),
    ]
  })
  const back = trial.recovery.flatMap(({ onsetAtMs, backMs, leftBand }) =>
    backMs !== null && leftBand ? [{ text: 'back', x: x(onsetAtMs + backMs) + 3 }] : [],
  )
  return [...faults, ...back]
}

function marker(
  { text, x, row, anchor }: PlacedLabel,
  whole: { top: number; bottom: number },
  head: number,
): Markup {
  const at = x - 3
  const y = head - row * rowHeight
  return s(
    'g',
    { class: 'marker' },
    rule(at, { top: y - 9, bottom: whole.bottom }, 'marker-line'),
    s('text', { class: 'label', x: anchor === 'start' ? x : at - 3, y, 'text-anchor': anchor }, text),
  )
}

/** Warm-up and baseline: what is not counted, and what the rest is measured against. */
function warmUpOf({ baseline }: TrialResult, x: Scale, whole: { top: number; bottom: number }): Child {
  if (!baseline) return null
  return stretch({ from: x(0), to: x(baseline.fromMs) }, whole, 'not-counted')
}

interface PanelParts {
  box: Box
  x: Scale
  scales: TimelineScales
  data: TrialData
}

function operationsPanel(parts: PanelParts & { others: readonly TrialData[]; trial: TrialResult }): Markup {
  const { box, x, scales, data, others } = parts
  const y = linear({ high: scales.operationsMax }, { from: box.bottom, to: box.top })
  const whole = { x, y }
  return panel(
    { box, x, y, title: 'operations per second: right in time, and not', withTimes: 'none' },
    others.map(({ seconds }) => step(points(seconds, inTime), whole, 'ok faint')),
    others.map(({ seconds }) => step(points(seconds, notOk), whole, 'not-ok faint')),
    band(
      points(data.seconds, notOk).map((point) => ({
        x: point.x,
        low: point.y === null ? null : 0,
        high: point.y,
      })),
      whole,
      'not-ok-area',
    ),
    step(points(data.seconds, inTime), whole, 'ok'),
    step(points(data.seconds, notOk), whole, 'not-ok'),
  )
}

const inTime = (second: Second) => second.ok - second.late
/** Of those that the generator could start; what was cut off at the end is neither. */
const notOk = (second: Second) =>
  second.scheduled - (second.dropped - second.blocked) - inTime(second) - second.unfinished

function latencyPanel({ box, x, scales, data }: PanelParts): Markup {
  const range = { from: box.bottom, to: box.top }
  const y = logarithmic({ low: 0.5, high: scales.latencyMsMax }, range)
  const above = (value: number | null) => (value === null ? null : Math.max(0.1, value))
  return panel(
    { box, x, y, title: 'response time of right answers, ms: median and 99 %', withTimes: 'none' },
    line(
      points(data.seconds, ({ p99Ms }) => above(p99Ms)),
      { x, y },
      'p99',
    ),
    line(
      points(data.seconds, ({ p50Ms }) => above(p50Ms)),
      { x, y },
      'p50',
    ),
  )
}

function serversPanel({ box, x, scales, data }: PanelParts): Markup {
  const y = linear({ high: scales.serversMax }, { from: box.bottom, to: box.top }, { count: 2 })
  return panel(
    { box, x, y, title: 'web servers that the balancer calls up', withTimes: 'ticks' },
    step(
      points(data.seconds, ({ serversUp }) => serversUp?.length ?? null),
      { x, y },
      'servers',
    ),
  )
}

/** A second's value holds until the next second begins, the last one's to its own end. */
function points(seconds: readonly Second[], value: (second: Second) => number | null): Point[] {
  const all = seconds.map((second) => ({ x: second.second * 1_000, y: value(second) }))
  const last = all.at(-1)
  return last ? [...all, { x: last.x + 1_000, y: last.y }] : []
}

function describe({ faults, availability }: TrialResult): string {
  const done = faults.map(({ title, victim, verdict }) => `${title} (${victim ?? 'nobody'}): ${verdict}`)
  const share = availability === null ? 'not known' : `${(availability * 100).toFixed(2)} %`
  return `${done.join('; ') || 'No fault'}. Availability from then on: ${share}. The numbers are in timeseries.csv.`
}
