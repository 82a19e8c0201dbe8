import type { CurvePoint, SurvivalCurves } from '../data.ts'
import { formatShare } from '../format.ts'
import { type Markup, s } from '../html/node.ts'
import type { TrialResult } from '../trial-result.ts'
import { expectation, expectedSteps } from './expectation.ts'
import { figure } from './figure.ts'
import { box as boxAt, foot, left, overTime, width } from './layout.ts'
import { markerLines } from './markers.ts'
import { band } from './marks/band.ts'
import { type Point, step } from './marks/line.ts'
import { panel } from './panel.ts'
import { linear, type Scale } from './scales.ts'
import { thinned } from './thinned.ts'
import type { TrialPicture } from './timeline.ts'
import { windowsOf } from './windows.ts'

const box = boxAt(29, 124)

/** The lowest share that anything drawn of a scenario's trials reaches, rounded down to a tenth. */
export function lowestShare(drawn: readonly Omit<TrialPicture, 'id'>[]): number {
  const curves = drawn.flatMap(({ data, others }) => [
    ...[data, ...others].map(({ survival }) => survival?.signedOut ?? []),
    data.survival?.lostEarliest ?? [],
  ])
  const seen = curves.flat().map(({ share }) => share)
  const expected = drawn
    .flatMap(({ trial }) => expectedSteps(trial))
    .flatMap(({ share, naive }) => [share, naive ?? 1])
  const lowest = [...seen, ...expected].reduce((low, share) => Math.min(low, share), 0.9)
  return Math.max(0, Math.floor((lowest - 0.02) * 10) / 10)
}

/** Sessions over the time of a trial: signed out as their users saw it, lost within bounds, and what theory expects. */
export function survival({
  id,
  trial,
  data,
  others,
  scales: { durationMs, lowest },
}: TrialPicture & { scales: { durationMs: number; lowest: number } }): Markup {
  const x = overTime(durationMs)
  const percent = (value: number) => `${Math.round(value * 100)} %`
  const y = linear({ low: lowest, high: 1 }, { from: box.bottom, to: box.top }, { label: percent })
  const curves = data.survival
  return figure(
    {
      width,
      height: box.bottom + foot,
      id,
      title: `Sessions alive over time in ${trial.id}`,
      description: inWords(trial, curves),
    },
    s('g', {}, markerLines(trial, x, box)),
    panel(
      {
        box,
        x,
        y,
        title: 'sessions',
        legend: [
          { sign: '—', className: 'signed-in', text: 'still signed in' },
          { sign: '- -', className: 'expected', text: 'predicted' },
          { sign: '···', className: 'naive', text: '1 − k/N' },
          { sign: '■', className: 'loss-bounds', text: 'lost' },
        ],
        windows: windowsOf(trial),
        times: 'named',
      },
      others.map((other) =>
        step(drawn(other.survival?.signedOut, x, durationMs), { x, y }, 'signed-in faint'),
      ),
      curves ? lossBand(curves, durationMs, { x, y }) : null,
      expectation(trial, durationMs, { x, y }),
      step(drawn(curves?.signedOut, x, durationMs), { x, y }, 'signed-in'),
      curves
        ? null
        : s('text', { class: 'label', x: left + 12, y: box.top + 24 }, 'Not known: no census was taken.'),
    ),
  )
}

/** As many points as can be told apart, however many sessions there were. */
function drawn(curve: readonly CurvePoint[] | undefined, x: Scale, untilMs: number): Point[] {
  return thinned(asPoints(curve, untilMs), x)
}

function asPoints(curve: readonly CurvePoint[] | undefined, untilMs: number): Point[] {
  if (!curve || curve.length === 0) return []
  const shown = curve.filter(({ atMs }) => atMs <= untilMs)
  const last = shown.at(-1)?.share ?? 1
  return [{ x: 0, y: 1 }, ...shown.map(({ atMs, share }) => ({ x: atMs, y: share })), { x: untilMs, y: last }]
}

/** Lost somewhere between when it was last seen alive and when it was found missing. */
function lossBand(curves: SurvivalCurves, untilMs: number, scales: { x: Scale; y: Scale }): Markup {
  const earliest = drawn(curves.lostEarliest, scales.x, untilMs)
  const latest = drawn(curves.lostLatest, scales.x, untilMs)
  const instants = [...new Set([...earliest, ...latest].map(({ x }) => x))].sort((a, b) => a - b)
  const low = valuesAt(earliest, instants)
  const high = valuesAt(latest, instants)
  const ranges = instants.map((x, index) => ({ x, low: low[index] ?? null, high: high[index] ?? null }))
  return band(ranges, scales, 'loss-bounds')
}

/** What a step function is at each of the instants, which are in order and contain its own. */
function valuesAt(steps: readonly Point[], instants: readonly number[]): (number | null)[] {
  let next = 0
  let value: number | null = null
  return instants.map((instant) => {
    for (let point = steps[next]; point && point.x <= instant; point = steps[++next]) value = point.y
    return value
  })
}

function inWords({ predictions }: TrialResult, curves: SurvivalCurves | null): string {
  const last = curves?.signedOut.at(-1)
  const end = last
    ? `In the end ${formatShare(last.share)} were still signed in.`
    : 'It is not known who was still signed in.'
  return [end, ...predictions.map(({ text }) => text)].join(' ')
}
