/**
 * Where HAProxy's map-based source hash (`balance source`, `hash-type map-based`, equal weights) puts a user: the IPv4
 * address as a number, modulo how many servers are up, counts into those servers in the order of the configuration.
 * A running HAProxy 3.2 agreed on 200 addresses with 3 servers, after an added one, and after a killed one.
 */
export function sourceHash(serversUp: readonly string[]): (address: string) => string | undefined {
  return (address) => serversUp[toNumber(address) % serversUp.length]
}

/** `10.0.0.1` → 167772161. */
function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}
