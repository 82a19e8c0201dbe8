import type Docker from 'dockerode'
import { describe, expect, test } from 'vitest'
import { limitsOf, updateBackTo, updateFor } from './limits.ts'

type HostConfig = Docker.ContainerInspectInfo['HostConfig']
const mebibyte = 2 ** 20
/** A container with a limit of its memory and none of its processor time, as docker-compose.yml has them. */
const usual: HostConfig = {
  NanoCpus: 0,
  CpuQuota: 0,
  CpuPeriod: 0,
  Memory: 512 * mebibyte,
  MemorySwap: 1024 * mebibyte,
}

test.each<[HostConfig, ReturnType<typeof limitsOf>]>([
  [usual, { cpus: null, memoryBytes: 512 * mebibyte }],
  [
    { ...usual, Memory: 0 },
    { cpus: null, memoryBytes: null },
  ],
  [
    { ...usual, CpuQuota: 25_000, CpuPeriod: 100_000 },
    { cpus: 0.25, memoryBytes: 512 * mebibyte },
  ],
  [
    { ...usual, CpuQuota: -1, CpuPeriod: 100_000 },
    { cpus: null, memoryBytes: 512 * mebibyte },
  ],
  [
    { ...usual, NanoCpus: 1.5e9 },
    { cpus: 1.5, memoryBytes: 512 * mebibyte },
  ],
])('what a container may use is read of %o', (config, limits) => {
  expect(limitsOf(config)).toEqual(limits)
})

describe('Docker takes processor time as a quota or as a number of cores, never as both', () => {
  test('a quota where there was no limit, and none afterwards', () => {
    expect(updateFor({ cpus: 0.1 }, usual)).toEqual({ CpuPeriod: 100_000, CpuQuota: 10_000 })
    expect(updateBackTo(usual)).toMatchObject({ CpuPeriod: 100_000, CpuQuota: -1 })
  })

  test('a number of cores where that was the limit', () => {
    const limited = { ...usual, NanoCpus: 2e9 }
    expect(updateFor({ cpus: 0.1 }, limited)).toEqual({ NanoCpus: 1e8 })
    expect(updateBackTo(limited)).toMatchObject({ NanoCpus: 2e9 })
    expect(updateBackTo(limited)).not.toHaveProperty('CpuQuota')
  })
})

test('memory is limited without swap beside it, and gets back what it had', () => {
  const fewer = { Memory: 64 * mebibyte, MemorySwap: 64 * mebibyte }
  expect(updateFor({ memoryBytes: 64 * mebibyte, cpus: null }, usual)).toEqual(fewer)
  expect(updateBackTo(usual)).toMatchObject({ Memory: 512 * mebibyte, MemorySwap: 1024 * mebibyte })
  expect(updateBackTo({ ...usual, Memory: 0, MemorySwap: 0 })).toMatchObject({ Memory: -1, MemorySwap: -1 })
})
