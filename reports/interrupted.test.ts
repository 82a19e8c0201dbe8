import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../engine/errors.ts'
import type { JournalRecord } from '../engine/journal/records.ts'
import { experimentResult } from './result.ts'
import { anExperiment, asText } from './testing/an-experiment.ts'
import { syntheticTrial } from './testing/synthetic-trial.ts'
import { writeReports } from './write-reports.ts'

/** What the journal held when its writer was killed, this long after the start of the load. */
function cutAt(loadMs: number, records = syntheticTrial()): JournalRecord[] {
  const start = records.find(({ type }) => type === 'start')?.at ?? 0
  return records.filter(({ at }) => at < start + loadMs)
}

async function reportOf(...journals: Parameters<typeof anExperiment>) {
  await using experiment = await anExperiment(...journals)
  const result = await writeReports(experiment.folder)
  const sessions = await readFile(join(experiment.folder, 'sessions.csv'), 'utf8')
  const [trial] = result.trials
  if (!trial) throw new Error('no trial in the result')
  return { result, trial, sessions }
}

describe('a journal whose writer was killed', () => {
  test('is rendered, and says that it was interrupted and what is missing', async () => {
    const { result, trial, sessions } = await reportOf(cutAt(19_500))
    expect(experimentResult.parse(result)).toEqual(result)
    expect(result.experiment.status).toBe('interrupted')
    expect(trial).toMatchObject({
      status: 'interrupted',
      validity: 'invalid',
      missing: ['the load is known for its first 19.0 s only', 'no census was taken'],
      sessions: null,
      hypothesis: { deviated: null },
    })
    expect(trial.validityReasons[0]).toMatch(/^The trial was interrupted: the journal has no end/)
    expect(result.verdicts[0]?.headline).toBe('Cannot tell: no trial of this scenario is valid.')
    expect(sessions.trim().split('\n')).toHaveLength(1)
  })

  test('may end in half a line', async () => {
    const half = asText(cutAt(19_500)).slice(0, -40)
    const { trial } = await reportOf(half)
    expect(trial.status).toBe('interrupted')
  })

  test('judges no second whose operations may still have been open', async () => {
    // 19 s of frames less two time-outs of 3 s.
    const { trial } = await reportOf(cutAt(19_500))
    expect(trial.latency.find(({ window }) => window === 'measured')?.toMs).toBe(13_000)
  })

  test('before its load has nothing to say but that', async () => {
    const { trial } = await reportOf(cutAt(-1_000))
    expect(trial).toMatchObject({
      missing: ['the load never began'],
      loadStartedAt: null,
      baseline: null,
      latency: [],
      cost: null,
      faults: [{ victim: null, verdict: 'missing' }],
    })
  })

  test('in the middle of the census says that the census was cut off', async () => {
    const whole = syntheticTrial()
    const firstSession = whole.findIndex(({ type }) => type === 'session')
    const { trial } = await reportOf(whole.slice(0, firstSession + 50))
    expect(trial.missing).toEqual(['the load is known for its first 30.0 s only', 'the census was cut off'])
    expect(trial.sessions?.total).toBe(50)
    expect(trial.validity).toBe('invalid')
  })

  test('does not spoil the trials that ended', async () => {
    const { result } = await reportOf(
      syntheticTrial({ blocks: 2 }),
      syntheticTrial({ blocks: 2, position: 2, target: 'stateless-redis' }),
      cutAt(10_000, syntheticTrial({ block: 2, blocks: 2 })),
    )
    expect(result.trials.map(({ validity }) => validity)).toEqual(['valid', 'valid', 'invalid'])
    expect(result.experiment.invalid).toHaveLength(1)
    expect(result.comparisons.find(({ primary }) => primary)?.pairs).toEqual([
      { block: 1, target: 0, baseline: 100 },
    ])
  })
})

describe('a trial that ended otherwise', () => {
  const endingAs = (end: Pick<Extract<JournalRecord, { type: 'end' }>, 'status' | 'reason'>) =>
    syntheticTrial().map((record) => (record.type === 'end' ? { ...record, ...end } : record))

  test('keeps what was measured before Ctrl-C, and does not count', async () => {
    const { trial } = await reportOf(endingAs({ status: 'interrupted', reason: 'Ctrl-C' }))
    expect(trial).toMatchObject({
      status: 'interrupted',
      missing: [],
      validity: 'invalid',
      sessions: { lost: 100 },
    })
    expect(trial.validityReasons).toEqual(['The trial was interrupted: Ctrl-C.'])
  })

  test('is named when it failed', async () => {
    const { result } = await reportOf(endingAs({ status: 'failed', reason: 'redis exited with 1' }))
    expect(result.experiment.status).toBe('failed')
    expect(result.experiment.invalid).toEqual([
      {
        trial: 'b1-stateful-sticky-kill-server',
        validity: 'invalid',
        reasons: ['The trial failed: redis exited with 1.'],
      },
    ])
  })
})

describe('no report can be made', () => {
  test('of a folder without journals', async () => {
    await using experiment = await anExperiment()
    await expect(writeReports(experiment.folder)).rejects.toThrow(InputError)
    await expect(writeReports(join(experiment.folder, 'nowhere'))).rejects.toThrow(/holds no journals/)
  })

  test('of journals in which nothing was written yet', async () => {
    await expect(reportOf('')).rejects.toThrow(/are empty/)
  })

  test('of a journal that was damaged: file and line are named', async () => {
    const lines = asText(syntheticTrial()).split('\n')
    lines[3] = '{"type":"clock"'
    await expect(reportOf(lines.join('\n'))).rejects.toThrow(
      /journal\.ndjson, line 4 is not a journal record/,
    )
  })
})
