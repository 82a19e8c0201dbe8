import { Memcache } from 'memcache'
import type { MemcachedConnection } from './connection.ts'

/**
 * What becomes of the keys of a node that is away: they wait for it, or they are sought `elsewhere`, on the nodes that
 * are left, until it is there again.
 */
export type WhenAway = 'wait' | 'elsewhere'

/**
 * Finds a key's node by ketama. A node's places on the ring come from its number in the list and not from its address,
 * which differs from one stack to the next: so would the nodes' shares of the sessions.
 */
export function ring(
  nodes: readonly MemcachedConnection[],
  whenAway: WhenAway,
): (key: string) => MemcachedConnection {
  const byName = new Map(nodes.map((node, i) => [`memcached-${i + 1}:11211`, node]))
  const all = [...byName.keys()]
  const rings = new Map<string, Memcache['hash']>()
  const ringOf = (names: readonly string[]) => {
    const id = names.join()
    const hash = rings.get(id) ?? new Memcache({ nodes: [...names] }).hash
    rings.set(id, hash)
    return hash
  }
  return (key) => {
    const there = whenAway === 'wait' ? all : all.filter((name) => byName.get(name)?.isThere())
    const hash = ringOf(there.length === 0 ? all : there)
    const node = byName.get(hash.getNodesByKey(key)[0]?.id ?? '')
    if (node === undefined) throw new Error('the ring of Memcached nodes is empty')
    return node
  }
}
