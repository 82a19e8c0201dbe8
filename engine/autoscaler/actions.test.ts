import { expect, test } from 'vitest'
import { loadFaults } from '../catalogue/faults.ts'
import type { AutoscalerDescription } from '../journal/descriptions.ts'
import { scaleIn, scalingFaults } from './actions.ts'

const autoscaler = (drainMs: number | null): AutoscalerDescription => ({
  signal: 'requestsPerServer',
  target: 80,
  min: 2,
  max: 4,
  tolerance: 0.1,
  syncMs: 3_000,
  fromMs: 12_000,
  scaleOut: { stabiliseMs: 0, coolDownMs: 0 },
  scaleIn: { pick: 'newest', drainMs, stabiliseMs: 9_000, coolDownMs: 0 },
})

test('servers go as the scenario has it: drained up to a deadline, or removed at once', () => {
  expect(scaleIn(autoscaler(4_000), 1)).toEqual({
    kind: 'drain',
    options: { service: 'web', pick: 'newest', deadlineMs: 4_000 },
  })
  expect(scaleIn(autoscaler(null), 2)).toEqual({
    kind: 'remove',
    options: { service: 'web', pick: 'newest', count: 2 },
  })
})

test('whatever an autoscaler does is a fault that there is, with options that it takes', async () => {
  const faults = await loadFaults()
  for (const { kind, options } of [...scalingFaults(autoscaler(4_000)), ...scalingFaults(autoscaler(null))]) {
    expect(faults.get(kind)?.options.safeParse(options).success, kind).toBe(true)
  }
})
