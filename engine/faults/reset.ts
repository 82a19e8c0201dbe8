import { z } from 'zod'
import type { Evidence, FaultContext } from './fault.ts'
import { defineFault } from './fault.ts'
import { askBothWays, type OnPath, onPath, pathOf, pathShape, pathTo } from './on-path.ts'

const options = z.strictObject(pathShape)

/** Connections between web servers and store end by RST: those that are open at once; new ones while it lasts. */
export const reset = defineFault(
  {
    kind: 'reset',
    summary: 'connections to the store are reset: open ones at once, new ones for as long as it lasts',
    options,
    ...onPath<z.infer<typeof options>>('reset', () => ''),
    // Once: until it is proven.
    lastsMs: ({ forMs }) => forMs ?? 0,
    apply: (victim, path, { cluster, signal }) =>
      cluster.links.hinder(pathOf(victim, path), { kind: 'reset' }, signal),
    prove,
    undo: {
      describe: (victim) => `let connections to ${victim} live`,
      apply: (victim, path, { cluster, signal }) => cluster.links.free(pathOf(victim, path), 'reset', signal),
    },
  },
  (service: string, path: OnPath = {}) => pathTo(service, path),
)

/** A connection by the path is reset, and one past it is not. */
async function prove(node: string, path: z.infer<typeof options>, context: FaultContext): Promise<Evidence> {
  const { asked, straight } = await askBothWays(node, path, {}, context)
  if ('error' in straight) {
    return {
      verdict: 'inconclusive',
      reason: `${node} does not answer past its path either: ${straight.error}`,
    }
  }
  const shown = asked.map(
    ({ server, byPath }) => `${server} ${'error' in byPath ? byPath.error : 'an answer'}`,
  )
  const isReset =
    asked.length > 0 && asked.every(({ byPath }) => 'error' in byPath && byPath.error === 'ECONNRESET')
  return {
    verdict: isReset ? 'confirmed' : 'mismatch',
    reason: `who asks ${node} by its path gets: ${shown.join(', ')}; past it, an answer`,
  }
}
