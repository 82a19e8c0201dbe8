import type Docker from 'dockerode'
import { describe, expect, test } from 'vitest'
import { DockerError } from '../errors.ts'
import { overlaps, withFreeSubnet } from './subnets.ts'

test.each([
  ['10.231.7', '10.231.7.0/24', true],
  ['10.231.7', '10.231.7.128/25', true],
  ['10.231.7', '10.231.7.9/32', true],
  ['10.231.7', '10.231.0.0/16', true],
  ['10.231.7', '10.0.0.0/8', true],
  ['10.231.7', '0.0.0.0/0', true],
  ['10.231.7', '10.231.8.0/24', false],
  ['10.231.7', '10.232.0.0/16', false],
  ['10.231.7', '172.17.0.0/16', false],
  ['10.231.7', 'fd00::/8', false],
  ['10.231.7', '', false],
])('%s.0/24 and %s overlap: %s', (prefix, subnet, answer) => {
  expect(overlaps(prefix, subnet)).toBe(answer)
})

/** A daemon that has these networks, as far as anyone asks it here. */
const aDaemonWith = (...subnets: string[]) =>
  ({
    listNetworks: async () => [{}, ...subnets.map((Subnet) => ({ IPAM: { Config: [{ Subnet }] } }))],
  }) as unknown as Docker

describe('a subnet for a stack', () => {
  const overlap = (complaint: string) => new DockerError(`"docker compose up" failed: ${complaint}`)
  const poolOverlaps = overlap(
    'Error response from daemon: Pool overlaps with other one on this address space',
  )

  test('is one that no network of the daemon has', async () => {
    const first = await withFreeSubnet(aDaemonWith(), 'outlast-x', async (prefix) => prefix)
    expect(first).toMatch(/^10\.2(2[4-9]|3\d)\.\d+$/)
    const second = await withFreeSubnet(aDaemonWith(`${first}.0/24`), 'outlast-x', async (prefix) => prefix)
    expect(second).not.toBe(first)
  })

  // By a network of another driver, and by a bridge.
  test.each([
    'Error response from daemon: Pool overlaps with other one on this address space',
    'Error response from daemon: cannot create network a (br-a): conflicts with network b (br-b): networks have overlapping IPv4',
  ])('is the next one where another was faster: %s', async (complaint) => {
    const tried: string[] = []
    const used = await withFreeSubnet(aDaemonWith(), 'outlast-x', async (prefix) => {
      tried.push(prefix)
      if (tried.length < 3) throw overlap(complaint)
      return prefix
    })
    expect(new Set(tried).size).toBe(3)
    expect(used).toBe(tried[2])
  })

  test('is not looked for again after an error of another kind', async () => {
    const error = new DockerError('no space left on device')
    let tries = 0
    const failing = withFreeSubnet(aDaemonWith(), 'outlast-x', async () => {
      tries++
      throw error
    })
    await expect(failing).rejects.toBe(error)
    expect(tries).toBe(1)
  })

  test('is given up after ten that were taken, and where there is none', async () => {
    const taken = withFreeSubnet(aDaemonWith(), 'outlast-x', async () => {
      throw poolOverlaps
    })
    await expect(taken).rejects.toThrow('No subnet is free')
    const full = withFreeSubnet(aDaemonWith('10.224.0.0/12'), 'outlast-x', async (prefix) => prefix)
    await expect(full).rejects.toThrow('No subnet is free')
  })
})
