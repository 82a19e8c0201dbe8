import { networkInterfaces } from 'node:os'
import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'

/** The range that trials take their subnets from: 10.224.0.0 to 10.239.255.0, a /24 each. */
const candidates = Array.from({ length: 16 * 256 }, (_, n) => `10.${224 + (n >> 8)}.${n & 255}`)

/**
 * Calls `use` with a subnet's first three numbers (`10.231.7`) that no network of the daemon or of this machine
 * overlaps, and with the next one when the daemon says that it was taken in the meantime. Those who begin at once
 * begin their search in different places, by the name of their `project`.
 * Throws a DockerError when ten in a row were taken.
 */
export async function withFreeSubnet<T>(
  docker: Docker,
  project: string,
  use: (prefix: string) => Promise<T>,
): Promise<T> {
  const taken = [...(await subnetsOfDaemon(docker)), ...subnetsOfMachine()]
  const free = rotate(candidates, spread(project) % candidates.length).filter(
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

async function subnetsOfDaemon(docker: Docker): Promise<string[]> {
  const networks = await docker.listNetworks()
  return networks.flatMap((network) => (network.IPAM?.Config ?? []).map((config) => config.Subnet ?? ''))
}

/** A network of ours over one of these would take its traffic. */
function subnetsOfMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ cidr }) => cidr ?? ''),
  )
}

function spread(text: string): number {
  return [...text].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7)
}

/** Whether a /24 given by its first three numbers overlaps a subnet in CIDR notation. */
export function overlaps(prefix: string, subnet: string): boolean {
  const [address = '', bits = '32'] = subnet.split('/')
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) return false
  const shift = 32 - Math.min(24, Number(bits))
  return Math.floor(toNumber(`${prefix}.0`) / 2 ** shift) === Math.floor(toNumber(address) / 2 ** shift)
}

/** True where the daemon refused the network because another one has (part of) the subnet. */
function isSubnetTaken(error: unknown): boolean {
  return error instanceof DockerError && /pool overlaps|networks have overlapping/i.test(error.message)
}

function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

function rotate<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by), ...items.slice(0, by)]
}
