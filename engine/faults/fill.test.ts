import { describe, expect, test } from 'vitest'
import type { Cluster } from '../cluster.ts'
import { aFault, aTrial } from '../trial/testing/a-trial.ts'
import { recordsOf } from '../trial/testing/read-trial.ts'
import { fill } from './fill.ts'

const mebibyte = 2 ** 20

/** A Redis that says how full it is, and gets as full as it is told unless something ignores that. */
function aRedisWhere({ limit = 384 * mebibyte, hears = true, evicted = 0 }) {
  const told: string[] = []
  const cluster = (whole: Cluster): Cluster => ({
    ...whole,
    async run(_, command) {
      if (!command.includes('INFO')) {
        told.push(command.join(' '))
        return ''
      }
      const used = hears && told.length > 0 ? limit : mebibyte
      return `used_memory:${used}\r\nmaxmemory:${limit}\r\nevicted_keys:${evicted}\r\n`
    },
  })
  return { told, alter: { cluster } }
}

async function filled(behaviour: Parameters<typeof aRedisWhere>[0]) {
  const { told, alter } = aRedisWhere(behaviour)
  const { kind, options } = fill('store', { for: '5s' })
  const trial = await aTrial({ method: [aFault(kind, options)], target: { services: ['redis'] }, alter })
  return { told, trial, verdicts: recordsOf(trial, 'verdict') }
}

describe('a store is filled', () => {
  test('up to its limit, and emptied again of that alone', async () => {
    const { told, trial, verdicts } = await filled({})
    expect(verdicts).toMatchObject([{ verdict: 'confirmed', reason: 'redis uses 384 of 384 MiB' }])
    expect(told).toEqual([
      expect.stringContaining('SETRANGE outlast:fill:'),
      expect.stringMatching(/outlast:fill:.*UNLINK/),
    ])
    expect(recordsOf(trial, 'undo')).toMatchObject([{ inverse: 'take out of redis what it was filled with' }])
  })

  test('also where it throws something out rather than grow', async () => {
    const { verdicts } = await filled({ hears: false, evicted: 7 })
    expect(verdicts).toMatchObject([
      { verdict: 'confirmed', reason: 'redis uses 1 of 384 MiB, and has thrown out 7' },
    ])
  })
})

describe('it is not confirmed', () => {
  test.each([
    ['where nothing is put in', { hears: false }, /^redis uses 1 of 384 MiB$/],
    ['where nothing limits the store', { limit: 0 }, /redis may use what there is/],
  ])('%s', async (_, behaviour, reason) => {
    const { verdicts } = await filled(behaviour)
    expect(verdicts[0]?.verdict).not.toBe('confirmed')
    expect(verdicts).toMatchObject([{ reason: expect.stringMatching(reason) }])
  })
})

test.each(['postgres', 'cassandra', 'redis-sentinel'])(
  '%s can’t be filled: skipped, with the reason',
  async (store) => {
    const { kind, options } = fill('store')
    const trial = await aTrial({ method: [aFault(kind, options)], target: { services: [store] } })
    expect(trial.result).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('only the memory of redis and memcached can be filled'),
    })
  },
)

test.each([0, 1.5, Number.NaN])('%d is no share of a memory', (upTo) => {
  const { options } = fill('store', { upTo })
  expect(fill.definition.options.safeParse(options).success).toBe(false)
})
