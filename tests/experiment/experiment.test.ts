import { beforeAll, describe, expect, test } from 'vitest'
import { whatIsLeftOf } from '../docker/what-is-left.ts'
import { anExperiment, type RanExperiment, short, shortWith } from './an-experiment.ts'
import {
  atRisk,
  instantOf,
  type Journal,
  ledgerOf,
  livingOn,
  lost,
  only,
  recordsOf,
  residualsOf,
  signedOut,
  victimOf,
  withoutMistakes,
} from './read-journal.ts'

/** The experiment that the tests of one group read; it runs once. */
function ran(run: () => Promise<RanExperiment>) {
  let experiment: RanExperiment | undefined
  beforeAll(async () => {
    experiment = await run()
  })
  return {
    journal(trial: string): Journal {
      const journal = experiment?.journals.get(trial)
      if (!journal) throw new Error(`there is no trial ${trial}`)
      return withoutMistakes(journal)
    },
    outcome: () => experiment?.outcome.trials ?? [],
    all: () => [...(experiment?.journals.values() ?? [])],
  }
}

describe('two architectures, a server killed, a server added', () => {
  const experiment = ran(async () =>
    anExperiment({
      targets: ['stateful-sticky', 'stateless-redis'],
      scenarios: [await short('kill-server'), await short('add-server')],
    }),
  )

  test('every trial is complete, and its fault is confirmed', () => {
    expect(experiment.outcome().map(({ status, reason }) => [status, reason])).toEqual(
      Array(4).fill(['complete', undefined]),
    )
    for (const journal of experiment.all()) {
      expect(only(recordsOf(journal, 'verdict'))).toMatchObject({ verdict: 'confirmed' })
    }
  })

  test('the ledger of every phase balances', () => {
    for (const journal of experiment.all()) {
      expect(residualsOf(journal)).toEqual([0, 0, 0])
    }
  })

  test('all targets of a block have the same victim', () => {
    expect(victimOf(experiment.journal('b1-stateful-sticky-kill-server'))).toBe(
      victimOf(experiment.journal('b1-stateless-redis-kill-server')),
    )
  })

  test('with sessions in memory exactly the victim’s sessions are lost', () => {
    const journal = experiment.journal('b1-stateful-sticky-kill-server')
    const victim = victimOf(journal)
    const sessions = atRisk(journal)
    expect(livingOn(sessions, victim).length).toBeGreaterThan(0)
    expect(signedOut(sessions)).toEqual(livingOn(sessions, victim))
    expect(new Set(lost(journal).map(({ homeServer }) => homeServer))).toEqual(new Set([victim]))
  })

  test('with sessions in a store none is lost, and nobody is signed out', () => {
    const journal = experiment.journal('b1-stateless-redis-kill-server')
    expect(livingOn(atRisk(journal), victimOf(journal)).length).toBeGreaterThan(0)
    expect(lost(journal)).toEqual([])
    expect(signedOut(atRisk(journal))).toEqual([])
  })

  test.each(['stateful-sticky', 'stateless-redis'])('adding a server costs %s no session', (target) => {
    const journal = experiment.journal(`b1-${target}-add-server`)
    expect(lost(journal)).toEqual([])
    expect(signedOut(recordsOf(journal, 'session'))).toEqual([])
    expect(only(recordsOf(journal, 'verdict')).reason).toBe('web-4 started and passes its health check')
  })

  test('the steps of a fault are told in the order in which they were asked for', () => {
    for (const journal of experiment.all()) {
      expect(instantOf(journal, 'f1', 'requested')).toBeGreaterThanOrEqual(
        instantOf(journal, 'f1', 'planned'),
      )
      expect(instantOf(journal, 'f1', 'acknowledged')).toBeGreaterThan(instantOf(journal, 'f1', 'requested'))
      expect(instantOf(journal, 'f1', 'detected')).toBeGreaterThan(instantOf(journal, 'f1', 'observed'))
    }
  })

  test('nothing is left running', async () => {
    for (const journal of experiment.all()) {
      expect(await whatIsLeftOf(only(recordsOf(journal, 'trial')).experiment)).toEqual([])
    }
  })
})

describe('without a fault', () => {
  const targets = ['stateful-sticky', 'stateless-redis']
  const experiment = ran(async () =>
    anExperiment({ targets, scenarios: [await shortWith('nothing', [], 8_000)] }),
  )

  test.each(targets)('%s loses no session, every answer is right, the ledgers balance', (target) => {
    const journal = experiment.journal(`b1-${target}-nothing`)
    const sessions = recordsOf(journal, 'session')
    // Of a logout that was not answered in time nobody knows.
    const fates = new Set(sessions.flatMap(({ fate, expectation }) => (expectation === 'may' ? [] : fate)))
    expect([...fates].filter((fate) => fate !== 'ended')).toEqual(['survived'])
    expect(sessions.flatMap(({ anomalies }) => Object.keys(anomalies))).toEqual([])
    for (const counts of ledgerOf(journal)) {
      expect(counts.wrong + counts.refused + counts.reset).toBe(0)
      // What was under way while the machine stood still comes too late for a server or the balancer.
      expect(counts.failed).toBeLessThanOrEqual(counts.sent / 10)
    }
    const complaints = recordsOf(journal, 'frame').flatMap((frame) => Object.keys(frame.complaints ?? {}))
    expect(complaints.filter((complaint) => !/^50[34]\b/.test(complaint))).toEqual([])
    expect(residualsOf(journal)).toEqual([0, 0, 0])
  })
})

describe('sessions in memory', () => {
  const atMs = 5_000
  const replacement = [
    { kind: 'kill', options: { service: 'web-2' }, atMs },
    { kind: 'add', options: {}, atMs: atMs + 500 },
  ]
  /** The new server is to have users. */
  const longEnoughToStartMs = 24_000
  const experiment = ran(async () =>
    anExperiment({
      targets: ['stateful-sticky'],
      scenarios: [
        await shortWith('remove', [{ kind: 'remove', options: { service: 'web' }, atMs }]),
        await shortWith('stop', [{ kind: 'stop', options: { service: 'web', graceMs: 10_000 }, atMs }]),
        await shortWith('replace', replacement, longEnoughToStartMs),
      ],
    }),
  )

  test('every trial is complete, its faults are confirmed, its ledgers balance', () => {
    expect(experiment.outcome().map(({ status, reason }) => [status, reason])).toEqual(
      Array(3).fill(['complete', undefined]),
    )
    const verdicts = experiment.all().flatMap((journal) => recordsOf(journal, 'verdict'))
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array(4).fill('confirmed'))
    expect(experiment.all().flatMap(residualsOf)).toEqual(Array(9).fill(0))
  })

  test.each(['remove', 'stop'])('%s signs out exactly the victim’s users', (scenario) => {
    const journal = experiment.journal(`b1-stateful-sticky-${scenario}`)
    const sessions = atRisk(journal)
    expect(livingOn(sessions, victimOf(journal)).length).toBeGreaterThan(0)
    expect(signedOut(sessions)).toEqual(livingOn(sessions, victimOf(journal)))
  })

  test('a server that replaces a dead one has a name of its own and answers for none of its sessions', () => {
    const journal = experiment.journal('b1-stateful-sticky-replace')
    expect([victimOf(journal, 'f1'), victimOf(journal, 'f2')]).toEqual(['web-2', 'web-4'])
    const views = recordsOf(journal, 'balancer').map(({ servers }) =>
      Object.fromEntries(servers.map(({ server, status }) => [server, status])),
    )
    expect(views).toContainEqual({
      'web-1': 'UP',
      'web-2': 'DOWN',
      'web-3': 'UP',
      'web-4': 'UP',
    })
    const ofTheDead = atRisk(journal).filter(({ homeServer }) => homeServer === 'web-2')
    expect(ofTheDead.length).toBeGreaterThan(0)
    expect(ofTheDead.filter(({ end }) => end === 'present')).toEqual([])
    const diedMs = instantOf(journal, 'f1', 'observed')
    expect(ofTheDead.filter(({ lastGoodMs }) => lastGoodMs > diedMs)).toEqual([])
    const answers = recordsOf(journal, 'frame').map(({ servers }) => servers['web-4'] ?? 0)
    expect(Math.max(...answers)).toBeGreaterThan(0)
  })
})

describe('an interruption in the middle of the load', () => {
  const experiment = ran(async () =>
    anExperiment({
      targets: ['stateless-redis'],
      scenarios: [await short('kill-server')],
      watch(event, interrupt) {
        if (event.type === 'second' && event.atMs > 3_000) interrupt()
      },
    }),
  )
  const journal = () => experiment.journal('b1-stateless-redis-kill-server')

  test('keeps what was measured, the sessions’ fates included', () => {
    expect(recordsOf(journal(), 'end')).toMatchObject([{ status: 'interrupted' }])
    expect(recordsOf(journal(), 'frame').length).toBeGreaterThan(2)
    expect(recordsOf(journal(), 'session').length).toBeGreaterThan(0)
    expect(residualsOf(journal())).toEqual([0, 0, 0])
  })

  test('removes everything', async () => {
    expect(await whatIsLeftOf(only(recordsOf(journal(), 'trial')).experiment)).toEqual([])
  })
})
