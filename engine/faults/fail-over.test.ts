import { describe, expect, test } from 'vitest'
import type { Cluster } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import { aFault, aTrial } from '../trial/testing/a-trial.ts'
import { recordsOf } from '../trial/testing/read-trial.ts'

const watchers = ['sentinel-1', 'sentinel-2', 'sentinel-3']
/** Its profile is what the scenario names, and the fake stack has what a target names. */
const services = ['redis-sentinel', 'redis-primary', 'redis-replica', ...watchers]

interface Behaviour {
  /** What a Sentinel answers to the command to fail over. */
  answer?: string
  /** Who is the primary after it, in the view of each Sentinel. */
  after?: Record<string, string>
  /** What the replica says of itself after it. */
  role?: string
  /** How often they are asked who is the primary before it has happened. */
  askedBefore?: number
}

/** A primary, a replica and three Sentinels, as their clients see them. */
function aSentinelWhere({ answer = 'OK', after = {}, role = 'master', askedBefore = 0 }: Behaviour) {
  let failedOver = false
  let left = askedBefore
  return {
    cluster: (whole: Cluster): Cluster => {
      const addressOf = (name: string) => whole.services().find((service) => service.name === name)?.address
      const primary = (sentinel: string) =>
        failedOver && left-- <= 0 ? (after[sentinel] ?? 'redis-replica') : 'redis-primary'
      return {
        ...whole,
        async run(name, command) {
          if (!whole.services().some((service) => service.name === name)) throw new TargetError('gone')
          if (command.includes('FAILOVER')) {
            failedOver = answer === 'OK'
            return `${answer}\n`
          }
          if (command.includes('TIME')) return '1767225600\n250000\n'
          if (command.includes('ROLE'))
            return failedOver && name === 'redis-replica' ? `${role}\n0\n` : 'slave\n'
          return `${addressOf(primary(name))}\n6379\n`
        },
      }
    },
  }
}

async function failedOver(behaviour: Behaviour) {
  const trial = await aTrial({
    method: [aFault('fail-over')],
    target: { services },
    alter: aSentinelWhere(behaviour),
  })
  return { trial, verdicts: recordsOf(trial, 'verdict') }
}

describe('a planned fail-over', () => {
  test('is confirmed by every Sentinel and the new primary, which says when', async () => {
    const { trial, verdicts } = await failedOver({})
    expect(verdicts).toMatchObject([{ verdict: 'confirmed', victim: 'redis-primary' }])
    const observed = recordsOf(trial, 'fault').find(({ step }) => step === 'observed')
    expect(observed).toMatchObject({ unixMs: 1_767_225_600_250, clock: 'daemon' })
  })

  test('is confirmed also where the Sentinels take half a minute for it', async () => {
    const fourTimesASecond = 4 * watchers.length
    const { verdicts } = await failedOver({ askedBefore: 30 * fourTimesASecond })
    expect(verdicts).toMatchObject([{ verdict: 'confirmed', victim: 'redis-primary' }])
  })

  test.each<[what: string, behaviour: Behaviour, reason: RegExp]>([
    [
      'that the Sentinels refuse',
      { answer: 'NOGOODSLAVE No suitable replica to promote' },
      /name as the primary: redis-primary; the call failed: sentinel-1 refused: NOGOODSLAVE/,
    ],
    [
      'of which one Sentinel knows nothing',
      { after: { 'sentinel-3': 'redis-primary' } },
      /name as the primary: redis-replica, redis-primary$/,
    ],
    ['after which the replica is still a replica', { role: 'slave' }, /redis-replica$/],
  ])('%s is a mismatch', async (_, behaviour, reason) => {
    const { verdicts } = await failedOver(behaviour)
    expect(verdicts).toMatchObject([{ verdict: 'mismatch', reason: expect.stringMatching(reason) }])
  })
})

describe('the primary', () => {
  test.each([
    ['kill', {}],
    ['freeze', { forMs: 5_000 }],
  ])('can be struck by name: %s', async (kind, options) => {
    const trial = await aTrial({
      method: [
        aFault('fail-over', {}, 20_000),
        { ...aFault(kind, { service: 'primary', ...options }, 40_000), id: 'f2' },
      ],
      target: { services },
      alter: aSentinelWhere({}),
    })
    const [, struck] = recordsOf(trial, 'verdict')
    expect(struck).toMatchObject({ verdict: 'confirmed', victim: 'redis-replica' })
  })

  test('is nobody where no Sentinel answers', async () => {
    const trial = await aTrial({ method: [aFault('kill', { service: 'primary' })], target: { services } })
    expect(recordsOf(trial, 'verdict')).toMatchObject([
      { verdict: 'mismatch', reason: 'nothing of primary is running that it could strike' },
    ])
  })

  test('is nobody in a store without one: skipped', async () => {
    const trial = await aTrial({
      method: [aFault('kill', { service: 'primary' })],
      target: { services: ['redis'] },
    })
    expect(trial.result).toMatchObject({
      status: 'skipped',
      reason: expect.stringMatching(/has no primary; it has web, haproxy, redis/),
    })
  })
})
