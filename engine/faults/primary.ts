import type { Cluster } from '../cluster.ts'

/** Services of which one node, the primary, takes the writes, and others follow it. */
export const replicated: readonly string[] = ['redis-sentinel']

/** What the primary and its followers are called together, as docker-compose.yml tells the Sentinels. */
const group = 'sessions'

/** Runs one command of a Sentinel's in its container; `from` names it. */
export function askSentinel(
  cluster: Cluster,
  from: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const [command = '', ...more] = words
  return cluster.run(from, ['redis-cli', '-p', '26379', 'SENTINEL', command, group, ...more], signal)
}

/** The Sentinels that run. */
export function sentinels(cluster: Cluster): string[] {
  return cluster.services().flatMap(({ name }) => (name.startsWith('sentinel') ? name : []))
}

/** Who is the primary in the view of each Sentinel that answers, by the Sentinel. */
export async function viewsOfPrimary(cluster: Cluster, signal: AbortSignal): Promise<Map<string, string>> {
  const nameAt = new Map(cluster.services().map(({ name, address }) => [address, name]))
  const views = await Promise.all(
    sentinels(cluster).map(async (sentinel) => {
      const words = ['GET-MASTER-ADDR-BY-NAME']
      const answer = await askSentinel(cluster, sentinel, words, signal).catch(() => '')
      const address = answer.split('\n')[0]?.trim() ?? ''
      return [sentinel, nameAt.get(address) ?? address] as const
    }),
  )
  return new Map(views.filter(([, primary]) => primary !== ''))
}

/** The primary that runs, as most Sentinels see it; nobody where none of them answers. */
export async function primaryOf(cluster: Cluster, signal: AbortSignal): Promise<string[]> {
  const views = [...(await viewsOfPrimary(cluster, signal)).values()]
  const votes = (name: string) => views.filter((view) => view === name).length
  const [primary] = views.toSorted((a, b) => votes(b) - votes(a))
  return cluster.services().some(({ name }) => name === primary) && primary ? [primary] : []
}
