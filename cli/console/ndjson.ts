import type { ExperimentEvent } from '../../engine/events.ts'
import type { PlannedTrial } from '../../engine/plan.ts'
import { expectedMs } from '../expected-time.ts'
import type { Output } from '../world.ts'

/**
 * Events for programs, one JSON object a line: `at` is milliseconds since 1970, `trial` a trial's id. Targets and
 * scenarios are named, not described: `outlast plan --json` describes them.
 */
export function createNdjson(output: Output, nowMs: () => number): (event: ExperimentEvent) => void {
  return (event) => void output.write(jsonLine({ at: nowMs(), ...forPrograms(event) }))
}

/** One object, or one event, on a line of its own. */
export const jsonLine = (value: unknown) => `${JSON.stringify(value)}\n`

function forPrograms(event: ExperimentEvent): Record<string, unknown> {
  switch (event.type) {
    case 'experiment': {
      const { targets, scenarios, blocks, seed, baseline, trials } = event.plan
      return {
        type: event.type,
        folder: event.folder,
        targets: targets.map(({ name }) => name),
        scenarios: scenarios.map(({ name }) => name),
        blocks,
        seed,
        baseline,
        trials: trials.length,
        expectedMs: expectedMs(event.plan),
      }
    }
    case 'trial':
      return { type: event.type, ...named(event.trial), number: event.number, of: event.of }
    case 'trialEnd': {
      const { status, reason = null, journal } = event
      return { type: event.type, ...named(event.trial), status, reason, journal }
    }
    case 'second':
      return { ...event, nextFault: event.nextFault ?? null }
    case 'phase':
    case 'fault':
    case 'verdict':
    case 'census':
    case 'warning':
    case 'experimentEnd':
      return event
  }
}

function named({ id, block, position, target, scenario }: PlannedTrial) {
  return { trial: id, block, position, target: target.name, scenario: scenario.name }
}
