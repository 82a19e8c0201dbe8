import { TargetError } from '../errors.ts'
import type { RunningStack } from '../platform.ts'
import { withLimit } from '../waiting.ts'
import { enter, type TrialContext } from './context.ts'
import { isProxied } from './proxied.ts'

/** Longer than a stack has to get ready, which itself says who is not, and why. */
const limitMs = 300_000

/** Starts the target; resolves when it is ready. */
export async function up(trial: TrialContext): Promise<RunningStack> {
  enter(trial, 'up')
  const { platform, clock, planned } = trial
  const { target, scenario } = planned
  const { servers, settings } = scenario
  const late = () =>
    new TargetError(`Target "${target.name}" did not start within ${limitMs / 60_000} min.`, {
      hint: `Run "outlast up ${target.name}" to look at it.`,
    })
  return withLimit({ clock, limitMs, signal: trial.signal, late }, (signal) =>
    platform.startStack({
      trial: planned.id,
      target,
      servers,
      ...(settings && { settings }),
      path: isProxied(scenario, trial.faults),
      signal,
    }),
  )
}

/** Writes down what it is made of. */
export function describeStack({ journal }: TrialContext, stack: RunningStack): void {
  journal.append({
    type: 'stack',
    project: stack.project,
    subnet: stack.subnet,
    services: stack.services.map(({ name, container, image, imageId, address }) => ({
      service: name,
      container,
      image,
      imageId,
      address,
    })),
    versions: { ...stack.versions },
    policy: { ...stack.policy },
  })
}
