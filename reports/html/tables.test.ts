import { describe, expect, test } from 'vitest'
import { aTrial, noSessions } from '../testing/a-trial.ts'
import type { FaultResult } from '../trial-result.ts'
import { costs } from './costs.ts'
import { faults } from './faults.ts'
import { requestLedger, sessionsByFate } from './ledgers.ts'
import { balancersWord, loadOnServers } from './load-on-servers.ts'
import { type Child, render } from './node.ts'
import { predictions } from './predictions.ts'

/** The cells of a table, row by row, as they are read; small print after a comma. */
function rowsOf(content: Child): string[][] {
  const plain = (html: string) =>
    html
      .replaceAll(/<small[^>]*>/g, ', ')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('\u00a0', ' ')
  return [...render(content).matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => plain(cell)),
  )
}

const kill: FaultResult = {
  fault: 'f1',
  kind: 'kill',
  title: 'kill one of web',
  victim: 'web-2',
  plannedAtMs: 10_000,
  steps: [
    { step: 'planned', atMs: 10_000, detail: null },
    { step: 'requested', atMs: 10_002, detail: null },
    { step: 'observed', atMs: 10_040, detail: null },
    { step: 'acknowledged', atMs: 10_090, detail: null },
  ],
  verdict: 'confirmed',
  reason: 'web-2 ended with exit code 137',
}

describe('the faults', () => {
  test('have their instants counted from the request, and steps that nobody took are left out', () => {
    const [head, row] = rowsOf(faults([aTrial({ faults: [kill] })]))
    expect(head).toEqual([
      'target',
      'block',
      'fault',
      'verdict',
      'asked for at',
      'observed',
      'acknowledged',
      'first success',
      'back',
    ])
    expect(row).toEqual([
      'base',
      '1',
      'kill one of web, web-2',
      'confirmed, web-2 ended with exit code 137',
      '10 s',
      '+38 ms',
      '+88 ms',
      'not seen',
      'not seen',
    ])
  })

  describe('that were to be taken back', () => {
    const requested = { step: 'requested', atMs: 10_000, detail: null } as const
    const asked = { step: 'undoRequested', atMs: 15_000, detail: null } as const
    const last = (step: 'undone' | 'endedWithVictim') => ({ step, atMs: 15_020, detail: null })
    const frozen = (...steps: FaultResult['steps']): FaultResult => ({ ...kill, kind: 'freeze', steps })
    const told = (...found: FaultResult[]) => {
      const content = faults([aTrial({ faults: found })])
      const [head = [], ...rows] = rowsOf(content)
      return { undone: rows.map((row) => row[head.indexOf('undone')]), text: render(content) }
    }
    const footnote = 'the victim was dead, removed or replaced'

    test('are undone, or were seen to end with their victims, and a footnote says what that means', () => {
      const { undone, text } = told(
        frozen(requested, asked, last('undone')),
        frozen(requested, asked, last('endedWithVictim')),
        frozen(requested, asked),
      )
      expect(undone).toEqual(['+5,020 ms', 'ended with its victim, +5,020 ms', 'not seen'])
      expect(text).toContain(footnote)
    })

    test('have a column for it where all of them ended with their victims', () => {
      const { undone } = told(frozen(requested, asked, last('endedWithVictim')))
      expect(undone).toEqual(['ended with its victim, +5,020 ms'])
    })

    test('need no such footnote where none did', () => {
      expect(told(frozen(requested, asked, last('undone'))).text).not.toContain(footnote)
    })
  })

  test('of a scenario without any are not a table', () => {
    expect(render(faults([aTrial()]))).toContain('Nothing was broken')
  })
})

test('a ledger that does not balance stands out', () => {
  const trial = aTrial()
  const html = render(requestLedger([aTrial({ ledger: { ...trial.ledger, residual: 3 } })]))
  expect(html).toContain('<b class="bad">3</b>')
  expect(render(requestLedger([trial]))).not.toContain('class="bad"')
})

test('a trial that does not count says so in every table', () => {
  const [, row] = rowsOf(requestLedger([aTrial({ validity: 'invalid' })]))
  expect(row?.[1]).toBe('1, invalid')
})

describe('sessions by fate', () => {
  const some = noSessions()
  const lost = aTrial({ sessions: { ...some, total: 9, fates: { ...some.fates, lost: 9 } } })

  test('have a column for each fate that was met; the others are named below', () => {
    const content = sessionsByFate([lost])
    expect(rowsOf(content)[0]).toEqual(['target', 'block', 'sessions', 'lost', 'survived', 'signed out'])
    expect(render(content)).toMatch(/No session was leaked, .*rolled back/)
  })

  test('are not known without a census, and nothing is denied then', () => {
    const content = sessionsByFate([lost, aTrial({ block: 2, sessions: null })])
    expect(rowsOf(content)[2]?.slice(2)).toEqual(['not known', 'not known', 'not known', 'not known'])
    expect(render(content)).not.toContain('No session was')
  })
})

test('the load has affinity and imbalance of each window, where they are known', () => {
  const window = { answers: { 'web-1': 60, 'web-2': 30 }, coefficientOfVariation: 0.3 }
  const trial = aTrial({
    imbalance: [{ window: 'baseline', ...window, maxOverMean: 1.33, affinityShare: 0.5 }],
  })
  expect(rowsOf(loadOnServers([trial]))[1]).toEqual([
    'base',
    '1',
    '50 %',
    '1.33×, web-1 60, web-2 30',
    'not known',
    'not known',
  ])
})

test('the words of the balancer’s log stand beside what it retried, the most frequent first', () => {
  const trial = aTrial({
    requestLog: [
      {
        window: 'afterFault',
        requests: 100,
        unanswered: 1,
        retried: 41,
        redispatched: 40,
        words: { '--DI': 40, '--VN': 60 },
      },
    ],
  })
  expect(rowsOf(balancersWord([trial]))[1]?.slice(2)).toEqual([
    'afterwards',
    '100',
    '41',
    '40',
    '1',
    '--VN 60, --DI 40',
  ])
  expect(balancersWord([aTrial({})])).toBeNull()
})

test('a prediction that did not come true stands out', () => {
  const content = predictions([
    aTrial({
      predictions: [
        {
          fault: 'f1',
          kind: 'kill',
          victims: ['web-2'],
          rule: 'nobody',
          window: { fromMs: 0, toMs: 1 },
          turns: [{ fromMs: 0, there: 300, predicted: 0 }],
          atRisk: 300,
          inFlight: 0,
          boundary: 1,
          undecided: 0,
          predicted: 0,
          observed: 3,
          presumed: 0,
          missed: { count: 0, sessions: [] },
          surplus: { count: 3, sessions: ['1.1', '2.1', '3.1'] },
          laterSignedOut: 0,
          ofVictim: { atRisk: 100, signedOut: 3, lost: 3 },
          ofOthers: { atRisk: 200, signedOut: 0, lost: 0 },
          naiveShare: 1 / 3,
          verdict: 'notAsPredicted',
          text: '',
        },
      ],
    }),
  ])
  expect(rowsOf(content)[1]?.slice(2)).toEqual([
    'kill, web-2',
    'not as predicted',
    '300',
    '0',
    '3',
    '0',
    '3',
    '1',
    '1 %',
    '33.3 %',
  ])
  expect(render(content)).toContain('<b class="bad">not as predicted</b>')
})

test('the cost of a service that a target does not have is a dash, never a zero', () => {
  const service = (name: string, role: string) => ({
    service: name,
    role,
    cpuSeconds: 1,
    cpuSecondsPer1000Ok: 0.1,
    memoryBytes: 1e6,
    memoryBytesPerSession: 10,
  })
  const cost = {
    fromMs: 0,
    toMs: 1_000,
    okOperations: 10,
    cpuSecondsPer1000Ok: 0.3,
    memoryBytesPerSession: 20,
    hostBusyMean: 0.5,
    hostBusyMax: null,
  }
  const web = [service('web-1', 'web'), service('web-2', 'web')]
  const rows = rowsOf(
    costs([
      aTrial({ cost: { ...cost, services: web } }),
      aTrial({ block: 2, cost: { ...cost, services: [...web, service('redis', 'redis')] } }),
      aTrial({ block: 3 }),
    ]),
  )
  expect(rows.map((row) => row.slice(2))).toEqual([
    ['web', 'redis', 'cores busy, mean and highest'],
    ['0.2 s, 2 MB', '–', '50 %, not known'],
    ['0.2 s, 2 MB', '0.1 s, 1 MB', '50 %, not known'],
    ['not known', 'not known', 'not known'],
  ])
})
