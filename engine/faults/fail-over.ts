import { z } from 'zod'
import type { Cluster } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import { defineFault, type Evidence, type FaultContext } from './fault.ts'
import { askSentinel, primaryOf, sentinels, viewsOfPrimary } from './primary.ts'

/** The Sentinels tell each other within a second or two, but one that was itself held up for 2 s does nothing for 30. */
const limitMs = 45_000
const pauseMs = 250

/** A planned fail-over: a Sentinel is told to make a follower the primary, while the present one is alive and well. */
export const failOver = defineFault(
  {
    kind: 'fail-over',
    summary: 'planned: the Sentinels make a replica the primary, while the present one is alive',
    effect: 'demoted',
    options: z.strictObject({}),
    title: () => 'fail over to a replica',
    service: () => 'primary',
    candidates: (cluster, _, signal) => primaryOf(cluster, signal),
    async apply(_victim, _options, { cluster, signal }) {
      const [first = ''] = sentinels(cluster)
      const answer = (await askSentinel(cluster, first, ['FAILOVER'], signal)).trim()
      if (answer !== 'OK') throw new TargetError(`${first} refused: ${answer}`)
    },
    prove: proveFailOver,
  },
  () => ({}),
)

/** Every Sentinel that answers names another primary, and that one itself says that it is. */
async function proveFailOver(victim: string, _: unknown, context: FaultContext): Promise<Evidence> {
  const { cluster, clock, signal } = context
  const startMs = clock.now()
  for (;;) {
    const views = [...(await viewsOfPrimary(cluster, signal)).values()]
    const [primary] = views
    if (primary && primary !== victim && views.every((view) => view === primary)) {
      const observedUnixMs = await primarySince(primary, cluster, signal)
      if (observedUnixMs !== undefined) {
        const reason = `${primary} is the primary, by its own word and all Sentinels'`
        return { verdict: 'confirmed', reason, observedUnixMs }
      }
    }
    if (clock.now() - startMs > limitMs) {
      const named = views.length === 0 ? 'none answers' : [...new Set(views)].join(', ')
      const reason = `after ${limitMs / 1_000} s the Sentinels name as the primary: ${named}`
      return { verdict: 'mismatch', reason }
    }
    await clock.sleep(pauseMs, signal)
  }
}

/** The instant, on its own clock, at which it was asked and called itself the primary. */
async function primarySince(
  node: string,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<number | undefined> {
  const role = await cluster.run(node, ['redis-cli', 'ROLE'], signal)
  if (!role.startsWith('master')) return undefined
  const [seconds, micros] = (await cluster.run(node, ['redis-cli', 'TIME'], signal)).split('\n')
  return Number(seconds) * 1_000 + Number(micros) / 1_000
}
