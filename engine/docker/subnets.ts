import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import { isSubnetTaken } from './compose.ts'

/** The range that trials take their subnets from: 10.224.0.0 to 10.239.255.0, a /24 each. */
const candidates = Array.from({ length: 16 * 256 }, (_, n) => `10.${224 + (n >> 8)}.${n & 255}`)

/**
 * Calls `use` with a subnet's first three numbers (`10.231.7`) that no network of the daemon overlaps, and with
 * the next one when the daemon says that it was taken in the meantime. `start` spreads those who begin at once.
 * Throws a DockerError when ten in a row were taken.
 */
export async function withFreeSubnet<T>(
  docker: Docker,
  start: number,
  use: (prefix: string) => Promise<T>,
): Promise<T> {
  const taken = (await docker.listNetworks()).flatMap((network) =>
    (network.IPAM?.Config ?? []).map((config) => config.Subnet ?? ''),
  )
  const free = rotate(candidates, start % candidates.length).filter(
    (prefix) => !taken.some((subnet) => overlaps(prefix, subnet)),
  )
  for (const prefix of free.slice(0, 10)) {
    try {
      return await use(prefix)
    } catch (error) {
      if (!isSubnetTaken(error)) throw error
    }
  }
  throw new DockerError('No subnet is free for the network of a trial.', {
    hint: 'Remove networks that are no longer used: "outlast clean", then "docker network prune".',
  })
}

/** Whether a /24 given by its first three numbers overlaps a subnet in CIDR notation. */
export function overlaps(prefix: string, subnet: string): boolean {
  const [address = '', bits = '32'] = subnet.split('/')
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) return false
  const shift = 32 - Math.min(24, Number(bits))
  return Math.floor(toNumber(`${prefix}.0`) / 2 ** shift) === Math.floor(toNumber(address) / 2 ** shift)
}

function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

function rotate<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by), ...items.slice(0, by)]
}
