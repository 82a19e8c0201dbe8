import type { CurvePoint, SurvivalCurves, TrialData } from '../data.ts'
import { formatShare } from '../format.ts'
import { type Markup, s } from '../html/node.ts'
import type { PredictionResult, TrialResult } from '../trial-result.ts'
import { figure } from './figure.ts'
import { placeLabels } from './labels.ts'
import { band } from './marks/band.ts'
import { type Point, step } from './marks/line.ts'
import { rule } from './marks/rule.ts'
import { panel } from './panel.ts'
import { linear, type Scale, time } from './scales.ts'

interface Survival {
  id: string
  trial: TrialResult
  data: TrialData
  others: readonly TrialData[]
  scales: { durationMs: number; lowest: number }
}

const width = 560
const left = 44
const right = width - 8
const box = { left, right, top: 52, bottom: 222 }

/** The lowest share that any curve or expectation of a scenario's trials reaches, a little rounded. */
export function lowestShare(trials: readonly TrialResult[], data: readonly TrialData[]): number {
  const seen = data.flatMap(({ survival }) =>
    survival ? [...survival.signedOut, ...survival.lostEarliest].map(({ share }) => share) : [],
  )
  const expected = trials.flatMap((trial) => expectedSteps(trial).map(({ share }) => share))
  const lowest = Math.min(0.9, ...seen, ...expected)
  return Math.max(0, Math.floor((lowest - 0.02) * 10) / 10)
}

/** Sessions over the time of a trial: signed out as their users saw it, lost within bounds, and what theory expects. */
export function survival({ id, trial, data, others, scales }: Survival): Markup {
  const x = time({ fromMs: 0, toMs: scales.durationMs }, { from: left, to: right })
  const percent = (value: number) => `${Math.round(value * 100)} %`
  const y = linear({ low: scales.lowest, high: 1 }, { from: box.bottom, to: box.top }, { label: percent })
  const curves = data.survival
  return figure(
    {
      width,
      height: box.bottom + 36,
      id,
      title: `Sessions alive over time in ${trial.id}`,
      description: describe(trial, curves),
    },
    faultRules(trial, x),
    panel(
      { box, x, y, title: 'share of sessions: still signed in, and not lost', withTimes: 'ticks' },
      others.map((other) =>
        step(asPoints(other.survival?.signedOut, scales.durationMs), { x, y }, 'signed-in faint'),
      ),
      curves ? lossBand(curves, scales.durationMs, { x, y }) : null,
      expectation(trial, scales.durationMs, { x, y }),
      step(asPoints(curves?.signedOut, scales.durationMs), { x, y }, 'signed-in'),
      curves ? null : s('text', { class: 'label', x: left + 12, y: box.top + 24 }, 'No census was taken.'),
    ),
    s('text', { class: 'axis-title', x: right, y: box.bottom + 30, 'text-anchor': 'end' }, 'seconds of load'),
  )
}

function asPoints(curve: readonly CurvePoint[] | undefined, untilMs: number): Point[] {
  if (!curve || curve.length === 0) return []
  const shown = curve.filter(({ atMs }) => atMs <= untilMs)
  const last = shown.at(-1)?.share ?? 1
  return [{ x: 0, y: 1 }, ...shown.map(({ atMs, share }) => ({ x: atMs, y: share })), { x: untilMs, y: last }]
}

/** Lost somewhere between when it was last seen alive and when it was found missing. */
function lossBand(curves: SurvivalCurves, untilMs: number, scales: { x: Scale; y: Scale }): Markup {
  const earliest = asPoints(curves.lostEarliest, untilMs)
  const latest = asPoints(curves.lostLatest, untilMs)
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

/** The share that theory leaves after each fault: exact for those at risk, 1 − 1/N as the naive theory has it. */
function expectedSteps({
  predictions,
}: TrialResult): { fromMs: number; share: number; naive: number | null }[] {
  let share = 1
  let naive: number | null = 1
  return predictions.flatMap((prediction) => {
    if (!isPredicted(prediction)) return []
    share *= 1 - prediction.predicted / prediction.atRisk
    naive = naive === null || prediction.naiveShare === null ? null : naive * (1 - naiveLoss(prediction))
    return [{ fromMs: prediction.window.fromMs, share, naive }]
  })
}

const isPredicted = ({ verdict, atRisk }: PredictionResult) => verdict !== 'unpredicted' && atRisk > 0
const naiveLoss = ({ kind, naiveShare }: PredictionResult) => (kind === 'add' ? 0 : (naiveShare ?? 0))

function expectation(trial: TrialResult, untilMs: number, scales: { x: Scale; y: Scale }): Markup[] {
  const steps = expectedSteps(trial)
  const first = steps[0]
  if (!first) return []
  const curve = (of: (step: (typeof steps)[number]) => number | null) => [
    { x: 0, y: 1 },
    ...steps.map((step) => ({ x: step.fromMs, y: of(step) })),
    { x: untilMs, y: of(steps.at(-1) ?? first) },
  ]
  const isSame = steps.every(({ share, naive }) => naive !== null && Math.abs(share - naive) < 0.001)
  return [
    ...(isSame
      ? []
      : [
          step(
            curve(({ naive }) => naive),
            scales,
            'naive',
          ),
        ]),
    step(
      curve(({ share }) => share),
      scales,
      'expected',
    ),
  ]
}

function faultRules(trial: TrialResult, x: Scale): Markup[] {
  const labels = trial.faults.flatMap(({ kind, victim, steps }) => {
    const at = steps.find(({ step }) => step === 'observed') ?? steps.find(({ step }) => step === 'requested')
    return at ? [{ text: `${kind} ${victim ?? ''}`.trim(), x: x(at.atMs) + 3 }] : []
  })
  return placeLabels(labels, right).map(({ text, x: at, row, anchor }) =>
    s(
      'g',
      { class: 'marker' },
      rule(at - 3, { top: 18 - row * 14 - 9, bottom: box.bottom }, 'marker-line'),
      s(
        'text',
        { class: 'label', x: anchor === 'start' ? at : at - 6, y: 18 - row * 14, 'text-anchor': anchor },
        text,
      ),
    ),
  )
}

function describe({ predictions }: TrialResult, curves: SurvivalCurves | null): string {
  const last = curves?.signedOut.at(-1)
  const end = last
    ? `In the end ${formatShare(last.share)} were still signed in.`
    : 'It is not known who was still signed in.'
  return [end, ...predictions.map(({ text }) => text)].join(' ')
}
