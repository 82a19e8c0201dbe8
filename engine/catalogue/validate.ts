import { InputError } from '../errors.ts'
import type { ScenarioDescription, TargetDescription } from '../journal/descriptions.ts'
import { loadDefault } from './load-module.ts'
import { locateFile } from './locate.ts'
import { loadScenario } from './scenarios.ts'
import { loadTarget } from './targets.ts'
import { isRecord } from './unchecked.ts'

/** A file without a mistake, as what it is. */
export type Valid =
  | { kind: 'scenario'; description: ScenarioDescription }
  | { kind: 'target'; description: TargetDescription }

/**
 * What a file holds, a scenario or a target, told apart by their fields. Throws an InputError with every mistake that
 * it has, or when it is neither.
 */
export async function validateFile(path: string, { cwd }: { cwd: string }): Promise<Valid> {
  const { file, shown } = locateFile(path, cwd)
  const written = await loadDefault(file, shown, 'export default defineScenario({ … })')
  if (kindOf(written, shown) === 'target') {
    return { kind: 'target', description: await loadTarget(file, { cwd }) }
  }
  return { kind: 'scenario', description: await loadScenario(file, { cwd }) }
}

/** Fields that only one of them has. */
const fields = {
  scenario: ['question', 'traffic', 'warmUp', 'duration', 'method', 'primaryMetric', 'hypothesis'],
  target: ['sessions', 'balancer', 'affinity', 'services', 'predicts'],
} as const

function kindOf(written: unknown, shown: string): Valid['kind'] {
  const has = (kind: Valid['kind']) =>
    isRecord(written) ? fields[kind].filter((field) => field in written).length : 0
  if (has('scenario') > has('target')) return 'scenario'
  if (has('target') > 0) return 'target'
  throw new InputError(`${shown} exports neither a scenario nor a target.`, {
    hint: 'Write it as "export default defineScenario({ … })" or "export default defineTarget({ … })".',
  })
}
