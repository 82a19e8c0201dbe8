import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Interrupted } from '../engine/errors.ts'
import { experimentResult } from './result.ts'
import { anExperiment } from './testing/an-experiment.ts'
import { autoscaledTrial } from './testing/autoscaled-trial.ts'
import { syntheticTrial } from './testing/synthetic-trial.ts'
import { writeReports } from './write-reports.ts'

async function filesOf(...journals: Parameters<typeof anExperiment>) {
  await using experiment = await anExperiment(...journals)
  const result = await writeReports(experiment.folder)
  const names = await readdir(experiment.folder)
  const text = new Map<string, string>()
  for (const name of names.filter((each) => each !== 'trials')) {
    text.set(name, await readFile(join(experiment.folder, name), 'utf8'))
  }
  return { result, names, text }
}

const lines = (text: string | undefined) => (text ?? '').trimEnd().split('\n')

describe('the reports of an experiment', async () => {
  const { result, names, text } = await filesOf(
    syntheticTrial(),
    syntheticTrial({ target: 'stateless-redis', position: 2 }),
  )

  test('are written beside the journals, whole', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        'result.json',
        'summary.md',
        'trials.csv',
        'timeseries.csv',
        'sessions.csv',
        'events.csv',
      ]),
    )
    expect(names.filter((name) => name.endsWith('.unfinished'))).toEqual([])
  })

  test('result.json is the result', () => {
    expect(experimentResult.parse(JSON.parse(text.get('result.json') ?? ''))).toEqual(result)
  })

  test('sessions.csv has a row for each session', () => {
    const [header, ...rows] = lines(text.get('sessions.csv'))
    expect(header).toBe(
      'trial,session,fate,fate_at_ms,home_server,acknowledged_writes,observed_writes,' +
        'end,anomalies,last_good_ms,signed_out_at_ms,login_at_ms,end_at_ms,cause',
    )
    expect(rows).toHaveLength(400 + 300)
    expect(rows).toContain(
      'b1-stateful-sticky-kill-server,7.1,lost,11008,web-2,8,,absent,missing:4,9000,11008,5,31500,gone',
    )
    expect(rows).toContain(
      'b1-stateless-redis-kill-server,0.1,survived,31500,web-1,8,8,present,,31500,,5,31500,',
    )
  })

  test('events.csv has a row for each step of a fault', () => {
    const [header, ...rows] = lines(text.get('events.csv'))
    expect(header).toBe('trial,fault,victim,step,at_ms')
    expect(rows.slice(0, 5)).toEqual([
      'b1-stateful-sticky-kill-server,f1,web-2,planned,10000',
      'b1-stateful-sticky-kill-server,f1,web-2,requested,10002',
      'b1-stateful-sticky-kill-server,f1,web-2,observed,10040',
      'b1-stateful-sticky-kill-server,f1,web-2,acknowledged,10090',
      'b1-stateful-sticky-kill-server,f1,web-2,detected,11000',
    ])
  })

  test('timeseries.csv has a row for each second of each trial', () => {
    const [header, ...rows] = lines(text.get('timeseries.csv'))
    expect(header?.startsWith('trial,second,phase,scheduled,dropped,blocked,sent,ok,late,wrong,')).toBe(true)
    expect(rows).toHaveLength(2 * 30)
    expect(
      rows[11]?.startsWith('b1-stateful-sticky-kill-server,11,measured,300,0,0,300,200,0,0,100,100,'),
    ).toBe(true)
  })

  test('trials.csv has a row for each trial, the metrics last', () => {
    const [header, ...rows] = lines(text.get('trials.csv'))
    expect(header?.split(',')).toEqual(
      expect.arrayContaining([
        'trial',
        'validity',
        'residual',
        'sessions_lost',
        'users_signed_out',
        'back_ms',
        'p99_ms',
        'cpu_seconds_per_1000_ok',
      ]),
    )
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row.split(',')).toHaveLength(header?.split(',').length ?? 0)
  })

  test('summary.md says what must be known before any number, then the verdict', () => {
    const markdown = text.get('summary.md') ?? ''
    const before = markdown.indexOf('Before any number')
    const verdict = markdown.indexOf('lost 100 sessions')
    expect(before).toBeGreaterThan(0)
    expect(verdict).toBeGreaterThan(before)
    expect(markdown).toContain('- The baseline is 8 s, not 20 s.')
    expect(markdown).toContain('| users signed out | 100 | 0 |')
    expect(markdown).toContain('| 99 % answered within, after the fault | ∞ (3.3 % not ok) | 5 ms |')
  })
})

test('a fault that ended with its victim is told in words, and as a step of its time line', async () => {
  const journal = syntheticTrial()
  const verdict = journal.findIndex(({ type }) => type === 'verdict')
  const steps = journal.flatMap((record) =>
    record.type === 'fault' && record.step === 'acknowledged'
      ? [
          { ...record, step: 'undoRequested' as const, unixMs: record.unixMs + 5_000 },
          { ...record, step: 'endedWithVictim' as const, unixMs: record.unixMs + 5_020 },
        ]
      : [],
  )
  const { text } = await filesOf(journal.toSpliced(verdict + 1, 0, ...steps))
  expect(lines(text.get('events.csv'))).toContain(
    'b1-stateful-sticky-kill-server,f1,web-2,endedWithVictim,15110',
  )
  expect(text.get('index.html')).toContain('ended with its victim')
})

test('timeseries.csv has no zeros for a second of which nothing is known', async () => {
  const gap = syntheticTrial().filter((record) => !(record.type === 'frame' && record.sequence === 5))
  const { text } = await filesOf(gap)
  const [, ...rows] = lines(text.get('timeseries.csv'))
  expect(rows[4]).toMatch(/,4,measured,300,0,0,300,300,/)
  expect(rows[5]).toMatch(/,5,measured,,,,,,/)
})

test('trials that do not count come before everything else', async () => {
  const mismatch = syntheticTrial().map((record) =>
    record.type === 'verdict'
      ? { ...record, verdict: 'mismatch' as const, reason: 'web-2 still runs' }
      : record,
  )
  const { text } = await filesOf(mismatch)
  const markdown = text.get('summary.md') ?? ''
  const invalid = markdown.indexOf(
    'is **invalid**: The fault "kill one of web" on web-2 was not confirmed: web-2 still runs.',
  )
  expect(invalid).toBeGreaterThan(0)
  expect(invalid).toBeLessThan(markdown.indexOf('Before any number'))
})

test('what a target says of itself, in how many tabs users were and what was changed is there for readers', async () => {
  const told = syntheticTrial().map((record) =>
    record.type === 'trial'
      ? {
          ...record,
          target: { ...record.target, note: 'Resurrected sessions are expected.' },
          scenario: { ...record.scenario, tabs: 2, settings: { stickTableEntries: 100 } },
        }
      : record,
  )
  const { text } = await filesOf(told)
  expect(text.get('summary.md')).toContain('- stateful-sticky: Resurrected sessions are expected.')
  expect(text.get('index.html')).toContain('Resurrected sessions are expected.')
  expect(text.get('index.html')).toContain('300 users in 2 tabs each')
  expect(text.get('index.html')).toContain('Of the stack, changed: a stick table holds 100 sessions.')
})

test('summary.md says how servers followed the load, where they did', async () => {
  const { text } = await filesOf(
    autoscaledTrial(),
    autoscaledTrial({ target: 'stateless-redis', position: 2 }),
  )
  const markdown = text.get('summary.md')
  expect(markdown).toContain('# stateful-sticky and stateless-redis\n')
  expect(markdown).toContain('| time with too few servers, τU | 23.2 % | 23.2 % |')
  expect(markdown).toContain('| changes of the number of servers | 2 | 2 |')
  expect(markdown).toContain(
    'There were too few servers for 23.2 % of the time and too many for 16.1 %. In all, 1 scale-in signed out 98 users and lost 98 sessions.',
  )
  const [header, ...rows] = lines(text.get('timeseries.csv'))
  expect(header).toMatch(/,servers_up,rate_scheduled,servers_demanded$/)
  expect(rows.filter((row) => row.startsWith('b1-stateful-sticky-autoscale,18,'))[0]).toMatch(/,2,215,2$/)
})

test('without an autoscaler there is no word of it', async () => {
  const { text } = await filesOf(syntheticTrial())
  expect(text.get('summary.md')).not.toMatch(/too few servers|scale-in/)
})

test('Ctrl-C ends it, and files that are not written yet stay as they were', async () => {
  await using experiment = await anExperiment(syntheticTrial())
  const reason = new Interrupted('Interrupted.')
  await expect(writeReports(experiment.folder, AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(await readdir(experiment.folder)).toEqual(['trials'])
})

test('a report made again replaces the one before', async () => {
  await using experiment = await anExperiment(syntheticTrial())
  await writeReports(experiment.folder)
  const before = await readFile(join(experiment.folder, 'result.json'), 'utf8')
  await writeReports(experiment.folder)
  expect(await readFile(join(experiment.folder, 'result.json'), 'utf8')).toBe(before)
})
