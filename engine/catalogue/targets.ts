import { affinities } from '../define-target.ts'
import type { TargetDescription } from '../journal/descriptions.ts'
import { declaredServices } from './declared-services.ts'
import { loadFaults } from './faults.ts'
import { filesIn } from './found-files.ts'
import { loadDefault } from './load-module.ts'
import { locate } from './locate.ts'
import { balancerNames, places, sessionStoreNames } from './places.ts'
import { expectationsSchema, predictionsByFault } from './predictions.ts'
import { Mistakes, problemsOf } from './problems.ts'
import { listOf, object, oneOf, text } from './schema.ts'

/** Every architecture that can be put under test: the files of `targets/`. */
export async function targetNames(folder: string = places.targets.path): Promise<string[]> {
  return [...(await filesIn(folder)).keys()]
}

interface LoadTargetOptions {
  /** What a path is relative to; a name needs none. */
  cwd?: string
  /** Where targets with a name are found. */
  folder?: string
}

/**
 * A target by its name, or from a file anywhere. Throws an InputError when there is none, or with every mistake that
 * it has.
 */
export async function loadTarget(
  nameOrFile: string,
  { cwd = '.', folder = places.targets.path }: LoadTargetOptions = {},
): Promise<TargetDescription> {
  const { name, file, shown } = await locate(nameOrFile, { what: 'target', cwd, folder })
  const target = await loadDefault(file, shown, 'export default defineTarget({ … })')
  const result = (await targetSchema()).safeParse(target)
  if (!result.success) throw new Mistakes(shown, problemsOf(result.error))
  return { name, ...result.data }
}

async function targetSchema() {
  const [stores, balancers, services, faults] = await Promise.all([
    sessionStoreNames(),
    balancerNames(),
    declaredServices(),
    loadFaults(),
  ])
  const expectations = expectationsSchema(faults)
  return object({
    title: text('one line, as people say it'),
    sessions: oneOf(stores),
    balancer: oneOf(balancers),
    affinity: oneOf(affinities),
    services: listOf(oneOf([...services.keys()]), 'services of docker-compose.yml'),
    predicts: object({ web: expectations, balancer: expectations, store: expectations }).transform(
      (predicts) => predictionsByFault(predicts, faults),
    ),
    note: text('what a reader of its results must know').optional(),
  })
}
