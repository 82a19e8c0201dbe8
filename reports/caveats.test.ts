import { describe, expect, test } from 'vitest'
import { caveats } from './caveats.ts'
import { aTrial } from './testing/a-trial.ts'

const environment = {
  type: 'environment',
  at: 0,
  cpus: 2,
  memoryBytes: 4e9,
  kernel: '6.1',
  docker: '20.10.24',
  compose: '2.26.1',
  cgroup: 'v2',
  otherContainers: 0,
} as const

describe('what a reader must know before any number', () => {
  test('is that everything shared the cores of one host', () => {
    expect(caveats({ trials: [aTrial()], blocks: 6, environment })[0]).toMatch(
      /^Generator, balancer, web servers and stores shared 2 cores of one host/,
    )
  })

  test('is that few blocks are exploratory, first of all', () => {
    expect(caveats({ trials: [], blocks: 5, environment })[0]).toMatch(/^Exploratory: 5 blocks\./)
    expect(caveats({ trials: [], blocks: 6, environment })[0]).not.toMatch(/Exploratory/)
  })

  test('is who else used the host', () => {
    const besides = { ...environment, otherContainers: 3 }
    expect(caveats({ trials: [], blocks: 6, environment: besides })).toContain(
      '3 other containers ran on the same host at the beginning and shared its CPU.',
    )
  })

  test('is in which settings the balancers differ', () => {
    const trials = [
      aTrial({ policy: { 'check inter': '500ms', 'timeout connect': '300ms' } }),
      aTrial({ policy: { 'check inter': '2s', 'timeout connect': '300ms' } }),
      // A trial that never came up declares nothing.
      aTrial({ policy: {} }),
    ]
    expect(caveats({ trials, blocks: 6, environment })).toContain(
      "The targets' failure policies differ in check inter.",
    )
  })

  const busy = (percent: number) => [{ code: 'hostBusy', message: `${percent} % busy.` }]

  test('is each kind of warning once', () => {
    const all = [aTrial({ warnings: busy(80) }), aTrial({ block: 2, warnings: busy(80) })]
    const some = [aTrial({ warnings: busy(80) }), aTrial({ block: 2 })]
    const different = [aTrial({ warnings: busy(80) }), aTrial({ block: 2, warnings: busy(90) })]
    const last = (trials: typeof all) => caveats({ trials, blocks: 6, environment }).at(-1)
    expect(last(all)).toBe('80 % busy.')
    expect(last(some)).toBe('80 % busy. (b1-base-kill-server)')
    expect(last(different)).toBe('80 % busy. (And the like in all trials.)')
  })
})
