import { describe, expect, test } from 'vitest'
import { fakeStackMs } from '../fake/platform.ts'
import { fakeTrafficMs } from '../fake/traffic.ts'
import { aTrial, killOneOfWeb } from './testing/a-trial.ts'
import { recordsOf, story, warningsOf } from './testing/read-trial.ts'

const loadMs = fakeStackMs.up + fakeTrafficMs.start

describe('an interruption', () => {
  test.each([
    ['while the stack starts', 1_000],
    ['before the load began', fakeStackMs.up + 100],
    ['in the warm-up', loadMs + 5_000],
    ['in the baseline', loadMs + 20_500],
    ['while a fault is applied', loadMs + 30_010],
    ['while a fault is proven', loadMs + 30_500],
    ['in the recovery', loadMs + 45_000],
  ])('%s leaves nothing running and says so', async (_, interruptAtMs) => {
    const trial = await aTrial({ method: [killOneOfWeb], interruptAtMs })
    expect(trial.result).toEqual({ status: 'interrupted', reason: 'you interrupted it' })
    expect(story(trial).at(-1)).toBe('end interrupted')
    expect(trial.platform.running()).toEqual([])
  })

  test('under load ends the load, and the sessions are still read', async () => {
    const trial = await aTrial({ method: [killOneOfWeb], interruptAtMs: loadMs + 45_000 })
    expect(recordsOf(trial, 'session')).toHaveLength(6)
    expect(recordsOf(trial, 'frame').length).toBeLessThan(50)
    expect(warningsOf(trial)).toContain('interrupted')
  })

  test.each([
    ['while the load drains', loadMs + 60_010],
    ['in the census', loadMs + 60_300],
  ])('%s comes after all was measured: a short census is taken to its end', async (_, interruptAtMs) => {
    const trial = await aTrial({ method: [killOneOfWeb], interruptAtMs })
    expect(trial.result.status).toBe('complete')
    expect(recordsOf(trial, 'session')).toHaveLength(6)
  })

  test('in a long census ends it', async () => {
    const scenario = { users: 10_000, ratePerSecond: 10 }
    const trial = await aTrial({ scenario, interruptAtMs: loadMs + 60_300 })
    expect(trial.result).toEqual({ status: 'interrupted', reason: 'you interrupted it' })
    expect(recordsOf(trial, 'session')).toHaveLength(0)
    expect(trial.platform.running()).toEqual([])
  })

  test('does not wait for a census that takes long', async () => {
    const scenario = { users: 10_000, ratePerSecond: 10 }
    const trial = await aTrial({ scenario, interruptAtMs: loadMs + 20_000 })
    expect(warningsOf(trial)).toContain('censusSkipped')
    expect(recordsOf(trial, 'session')).toHaveLength(0)
    expect(trial.records.at(-1)?.sinceStartMs).toBe(loadMs + 20_000 + fakeStackMs.down)
  })

  test('gives a fault that was not proven yet a verdict: inconclusive', async () => {
    const trial = await aTrial({ method: [killOneOfWeb], interruptAtMs: loadMs + 30_500 })
    expect(recordsOf(trial, 'verdict')).toMatchObject([
      { verdict: 'inconclusive', reason: 'interrupted before it was proven' },
    ])
  })
})
