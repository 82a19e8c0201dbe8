import type { ExperimentEvent, TrialStatus } from '../../engine/events.ts'
import { type ExperimentPlan, planExperiment } from '../../engine/plan.ts'
import type { Doors } from '../doors.ts'
import { killOne, shared, sticky } from './a-catalogue.ts'

/** Two trials: one for each target. */
export const aPlan: ExperimentPlan = planExperiment({
  targets: [sticky, shared],
  scenarios: [killOne],
  blocks: 1,
  seed: 42,
  baseline: 'sticky',
})

/** What the engine tells of a plan of which every trial goes well, with the time that passes before each event. */
export function* eventsOf(plan: ExperimentPlan): Generator<{ afterMs: number; event: ExperimentEvent }> {
  yield { afterMs: 0, event: { type: 'experiment', plan, folder: '/results/one' } }
  for (const [index, trial] of plan.trials.entries()) {
    yield { afterMs: 10, event: { type: 'trial', trial, number: index + 1, of: plan.trials.length } }
    yield { afterMs: 0, event: { type: 'phase', phase: 'up' } }
    yield { afterMs: 4_000, event: { type: 'phase', phase: 'warmUp' } }
    yield* load()
    yield { afterMs: 2_000, event: { type: 'phase', phase: 'census' } }
    yield { afterMs: 1_000, event: { type: 'census', sessions: 700, read: 300 } }
    yield { afterMs: 1_000, event: { type: 'census', sessions: 700, read: 500 } }
    yield { afterMs: 1_000, event: { type: 'census', sessions: 700, read: 700 } }
    yield { afterMs: 1_000, event: { type: 'census', sessions: 700, read: 700 } }
    yield { afterMs: 0, event: { type: 'phase', phase: 'down' } }
    const journal = `/results/one/trials/${trial.id}/journal.ndjson`
    yield {
      afterMs: 3_000,
      event: { type: 'trialEnd', trial, status: 'complete', reason: undefined, journal },
    }
  }
  yield { afterMs: 0, event: { type: 'experimentEnd', folder: '/results/one' } }
}

function* load(): Generator<{ afterMs: number; event: ExperimentEvent }> {
  const fault = { title: 'kill one of web', victim: 'web-2' }
  for (let second = 1; second <= 60; second++) {
    if (second === 11) yield { afterMs: 0, event: { type: 'phase', phase: 'baseline' } }
    if (second === 31) {
      yield { afterMs: 0, event: { type: 'phase', phase: 'faults' } }
      yield { afterMs: 0, event: { type: 'fault', ...fault, step: 'planned' } }
      yield { afterMs: 0, event: { type: 'fault', ...fault, step: 'requested' } }
      const reason = 'web-2 ended with exit code 137'
      yield { afterMs: 100, event: { type: 'verdict', ...fault, verdict: 'confirmed', reason } }
      yield { afterMs: 0, event: { type: 'warning', message: 'The generator fell behind.' } }
      yield { afterMs: 0, event: { type: 'phase', phase: 'recovery' } }
    }
    const broken = second === 31
    yield {
      afterMs: 1_000,
      event: {
        type: 'second',
        atMs: second * 1_000,
        durationMs: 60_000,
        ok: broken ? 200 : 300,
        notOk: broken ? 100 : 0,
        liveSessions: 600,
        signedOut: second >= 31 ? 200 : 0,
        nextFault: second <= 30 ? { title: fault.title, inMs: 30_000 - second * 1_000 } : undefined,
      },
    }
  }
}

/** An engine that runs nothing and says that its trials ended so; trials beyond the list are never begun. */
export function anEngine(...statuses: TrialStatus[]): Pick<Doors, 'runExperiment'> {
  return {
    async runExperiment(plan, { emit, folder }) {
      emit({ type: 'experiment', plan, folder })
      const begun = plan.trials.slice(0, statuses.length)
      return {
        trials: begun.map(({ id }, index) => {
          const status = statuses[index] ?? 'complete'
          return { id, status, reason: status === 'complete' ? undefined : `it was ${status}` }
        }),
      }
    },
  }
}
