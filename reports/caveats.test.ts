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
    expect(caveats([aTrial()], environment)[0]).toMatch(
      /^Generator, balancer, web servers and stores shared 2 cores of one host/,
    )
  })

  test('is in which settings the balancers differ', () => {
    const trials = [
      aTrial({ policy: { 'check inter': '500ms', 'timeout connect': '300ms' } }),
      aTrial({ policy: { 'check inter': '2s', 'timeout connect': '300ms' } }),
      // A trial that never came up declares nothing.
      aTrial({ policy: {} }),
    ]
    expect(caveats(trials, environment)).toContain("The targets' failure policies differ in check inter.")
  })

  const busy = (percent: number) => [{ code: 'hostBusy', message: `${percent} % busy.` }]

  test('is each kind of warning once', () => {
    const all = [aTrial({ warnings: busy(80) }), aTrial({ block: 2, warnings: busy(80) })]
    const some = [aTrial({ warnings: busy(80) }), aTrial({ block: 2 })]
    const different = [aTrial({ warnings: busy(80) }), aTrial({ block: 2, warnings: busy(90) })]
    expect(caveats(all, environment)).toContain('80 % busy.')
    expect(caveats([...all, aTrial({ block: 3, status: 'skipped' })], environment)).toContain('80 % busy.')
    expect(caveats(some, environment)).toContain('80 % busy. (b1-base-kill-server)')
    expect(caveats(different, environment)).toContain('80 % busy. (And the like in all trials.)')
  })
})

test('is whom the balancer called down though no fault had struck it', () => {
  const down = { server: 'web-3', fromMs: 1, toMs: 2, reason: null, signedOut: 4 }
  const trials = [
    aTrial({ calledDown: [down, { ...down, server: 'web-1', signedOut: 2 }] }),
    aTrial({ block: 2, calledDown: [down] }),
    aTrial({ block: 3 }),
  ]
  expect(caveats(trials, environment)).toContain(
    'The balancer called down servers that no fault had struck, because what it asked of them was answered too late or not ' +
      'at all: web-1 and web-3 (2 times, 6 users signed out meanwhile; b1-base-kill-server), ' +
      'web-3 (1 time, 4 users signed out meanwhile; b2-base-kill-server).',
  )
})

test('is which trials reached their store through a proxy', () => {
  const service = {
    service: 'path',
    role: 'path',
    cpuSeconds: 1,
    cpuSecondsPer1000Ok: 1,
    memoryBytes: 1,
    memoryBytesPerSession: 1,
  }
  const cost = {
    fromMs: 0,
    toMs: 1,
    okOperations: 1,
    services: [service],
    cpuSecondsPer1000Ok: 0,
    memoryBytesPerSession: 0,
    hostBusyMean: null,
    hostBusyMax: null,
  }
  const told = caveats([aTrial({ cost }), aTrial({ target: 'other' })], environment).join(' ')
  expect(told).toMatch(/reached their store through a proxy.*\(b1-base-kill-server\)/)
  expect(caveats([aTrial()], environment).join(' ')).not.toContain('proxy')
})
