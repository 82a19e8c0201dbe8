import { formatDuration } from '../../engine/duration.ts'
import type { ExperimentEvent } from '../../engine/events.ts'
import type { TrialPhase } from '../../engine/journal/records.ts'
import type { ExperimentPlan, PlannedTrial } from '../../engine/plan.ts'
import { plural } from '../../reports/format.ts'
import { expectedMs } from '../expected-time.ts'
import type { SecondEvent } from './progress.ts'

/** The phases of a trial as people read them. */
export const phaseNames: Readonly<Record<TrialPhase, string>> = {
  preflight: 'preflight',
  calibration: 'calibration: what each number of servers carries',
  up: 'starting the stack',
  warmUp: 'warm-up',
  baseline: 'baseline',
  faults: 'faults',
  recovery: 'recovery',
  census: 'census',
  down: 'removing the stack',
}

/** A time to wait: `72 s`, `4.1 min`, `6.5 h`. */
export function roughly(ms: number): string {
  if (ms < 500) return '0 s'
  if (ms >= 2 * hourMs) return `${Math.round((ms / hourMs) * 10) / 10} h`
  return formatDuration(Math.round(ms / 1_000) * 1_000)
}

const hourMs = 3_600_000

/** `8 trials: 2 targets × 2 scenarios × 2 blocks, 2 trials skipped, about 4.1 min, seed 42`. */
export function summary(plan: ExperimentPlan): string {
  const factors = [
    plural(plan.targets.length, 'target'),
    plural(plan.scenarios.length, 'scenario'),
    plural(plan.blocks, 'block'),
  ]
  const skipped = plan.trials.filter((trial) => trial.skipped !== undefined).length
  return [
    `${plural(plan.trials.length, 'trial')}: ${factors.join(' × ')}`,
    ...(skipped === 0 ? [] : [`${plural(skipped, 'trial')} skipped`]),
    `about ${roughly(expectedMs(plan))}`,
    `seed ${plan.seed}`,
  ].join(', ')
}

/** `stateful-sticky, kill-server, block 1`. */
export const trialName = ({ target, scenario, block }: PlannedTrial) =>
  `${target.name}, ${scenario.name}, block ${block}`

/** `14 s of 20 s`. */
export const position = ({ atMs, durationMs }: SecondEvent) =>
  `${Math.round(atMs / 1_000)} s of ${formatDuration(durationMs)}`

/** `298 ops/s, 0 not ok, 600 live sessions, 0 signed out`. */
export function load(rate: number, notOk: number, second: SecondEvent): string {
  const sessions = plural(second.liveSessions, 'live session')
  return `${rate} ops/s, ${notOk} not ok, ${sessions}, ${second.signedOut} signed out`
}

/** `next: kill one of web in 6 s`, or nothing. */
export function nextFault({ nextFault: next }: SecondEvent): string | undefined {
  return next && `next: ${next.title} in ${Math.max(0, Math.round(next.inMs / 1_000))} s`
}

/** `complete after 73 s`, `failed after 4 s: k6 exited with 107`. */
export function ending(
  { status, reason }: Extract<ExperimentEvent, { type: 'trialEnd' }>,
  tookMs: number,
): string {
  const kept = status === 'interrupted' ? '; what was measured is kept' : ''
  return `${status} after ${roughly(tookMs)}${kept}${reason === undefined ? '' : `: ${reason}`}`
}
