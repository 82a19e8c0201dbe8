/**
 * Where HAProxy's consistent hash puts a user, computed as HAProxy 3.2 does it: the key of `hash-type consistent` is
 * the sdbm hash of the text, mixed (`avalanche`); a server of weight w has 16·w points on a ring of 2^32, the mixed
 * values of id·4096, id·4096 + 1, …; the server of the point nearest to the key, on either side, gets the user.
 * A running HAProxy agreed on 300 visitors with 3 servers, after an added one, and after a killed one.
 */

/** Points on the ring for each unit of a server's weight (BE_WEIGHT_SCALE). */
const pointsPerWeight = 16
/** A server's points are numbered from its id times this (SRV_EWGHT_RANGE). */
const numbersPerServer = 4096

interface RingServer {
  name: string
  /** Its `id` at the balancer. */
  id: number
}

interface Point {
  key: number
  server: string
}

/** A function from the text that is hashed to the name of the server; undefined where there is no server. */
export function consistentHash(
  servers: readonly RingServer[],
  weight: number,
): (text: string) => string | undefined {
  const points = servers
    .flatMap(({ name, id }) =>
      Array.from({ length: weight * pointsPerWeight }, (_, n): Point => {
        return { key: mix(id * numbersPerServer + n), server: name }
      }),
    )
    .sort((a, b) => a.key - b.key)
  return (text) => nearest(points, mix(sdbm(text)))
}

function nearest(points: readonly Point[], key: number): string | undefined {
  const after = firstNotBelow(points, key)
  const next = points[after % points.length]
  const previous = points.at(after - 1)
  if (!next || !previous) return undefined
  const toPrevious = (key - previous.key) >>> 0
  const toNext = (next.key - key) >>> 0
  return toPrevious <= toNext ? previous.server : next.server
}

/** The index of the first point at or after a key; the number of points where there is none. */
function firstNotBelow(points: readonly Point[], key: number): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((points[middle]?.key ?? 0) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** The hash of the sdbm database library: h·65599 + byte, modulo 2^32. */
function sdbm(text: string): number {
  let hash = 0
  for (const byte of new TextEncoder().encode(text)) hash = (Math.imul(hash, 65_599) + byte) >>> 0
  return hash
}

/** Bob Jenkins' six-step mix of a 32-bit integer, and HAProxy's last multiplication, which spreads it. */
function mix(value: number): number {
  let a = value >>> 0
  a = (a + 0x7ed55d16 + (a << 12)) >>> 0
  a = (a ^ 0xc761c23c ^ (a >>> 19)) >>> 0
  a = (a + 0x165667b1 + (a << 5)) >>> 0
  a = ((a + 0xd3a2646c) ^ (a << 9)) >>> 0
  a = (a + 0xfd7046c5 + (a << 3)) >>> 0
  a = (a ^ 0xb55a4f09 ^ (a >>> 16)) >>> 0
  return Math.imul(a, 3_221_225_473) >>> 0
}
