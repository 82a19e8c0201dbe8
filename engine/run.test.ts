import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DockerError, InputError, TargetError } from './errors.ts'
import type { ExperimentEvent } from './events.ts'
import { createFakeClock } from './fake/clock.ts'
import { type Alterations, createFakePlatform, type FakePlatform } from './fake/platform.ts'
import { readJournal } from './journal/read.ts'
import type { JournalRecord } from './journal/records.ts'
import { type ExperimentPlan, planExperiment } from './plan.ts'
import { runExperiment } from './run.ts'
import { aFault, aScenario, aTarget, killOneOfWeb } from './trial/testing/a-trial.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-run-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const targets = [
  aTarget(),
  aTarget({ name: 'stateless-redis', sessions: 'redis', affinity: 'none', services: ['redis'] }),
]
const aPlan = (changes: Partial<ExperimentPlan> = {}) =>
  planExperiment({
    targets,
    scenarios: [aScenario({ name: 'kill-server', method: [killOneOfWeb] })],
    blocks: 2,
    seed: 3,
    baseline: 'stateful-sticky',
    ...changes,
  })

interface RunOnFake {
  alter?: Alterations
  plan?: ExperimentPlan
  /** Sees every event, and may interrupt. */
  watch?(event: ExperimentEvent, interrupt: () => void): void
}

async function run({ alter = {}, plan = aPlan(), watch }: RunOnFake = {}) {
  const clock = createFakeClock()
  const interruption = new AbortController()
  const events: ExperimentEvent[] = []
  const opened: { platform: FakePlatform; experiment: string }[] = []
  const running = runExperiment(plan, {
    folder: join(folder, 'results', 'Kill server!'),
    clock,
    signal: interruption.signal,
    command: 'outlast compare',
    emit(event) {
      events.push(event)
      watch?.(event, () => interruption.abort(new Error('interrupted')))
    },
    async openPlatform({ experiment }) {
      const platform = createFakePlatform(clock, alter)
      opened.push({ platform, experiment })
      return platform
    },
  })
  const settled = await running.then(
    (outcome) => ({ outcome, thrown: undefined }),
    (thrown: unknown) => ({ outcome: undefined, thrown }),
  )
  return { ...settled, events, experiment: opened[0]?.experiment, left: opened[0]?.platform.running() }
}

async function journalOf(trial: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = []
  const file = join(folder, 'results', 'Kill server!', 'trials', trial, 'journal.ndjson')
  for await (const record of readJournal(file)) records.push(record)
  return records
}

describe('an experiment', () => {
  test('runs its trials in the order of the plan and keeps a journal of each', async () => {
    const plan = aPlan()
    const { outcome } = await run({ plan })
    expect(outcome?.trials).toEqual(
      plan.trials.map(({ id }) => ({ id, status: 'complete', reason: undefined })),
    )
    for (const { id, trafficSeed } of plan.trials) {
      const journal = await journalOf(id)
      expect(journal[0]).toMatchObject({ type: 'trial', trial: id, trafficSeed, command: 'outlast compare' })
      expect(journal.at(-1)).toMatchObject({ type: 'end', status: 'complete' })
    }
  })

  test('has a name that Docker takes for labels and containers', async () => {
    expect((await run()).experiment).toMatch(/^kill-server-[a-z0-9]{6}$/)
  })

  test('strikes the same victim for every target of a block', async () => {
    const plan = aPlan({ blocks: 4 })
    await run({ plan })
    for (const block of Map.groupBy(plan.trials, (trial) => trial.block).values()) {
      const victims = await Promise.all(
        block.map(async ({ id }) => (await journalOf(id)).find(({ type }) => type === 'verdict')),
      )
      expect(new Set(victims.map((record) => record?.type === 'verdict' && record.victim)).size).toBe(1)
    }
  })

  test('tells what happens from the plan to the end', async () => {
    const { events } = await run()
    const told = events.map(({ type }) => type)
    expect(told[0]).toBe('experiment')
    expect(told.at(-1)).toBe('experimentEnd')
    expect(told.filter((type) => type === 'trialEnd')).toHaveLength(4)
  })
})

describe('a trial that fails', () => {
  test('by its target’s fault does not keep the others from running', async () => {
    let started = 0
    const { outcome, left } = await run({
      alter: {
        platform: (platform) => ({
          ...platform,
          startStack: (options) =>
            started++ === 0 ? Promise.reject(new TargetError('redis exited.')) : platform.startStack(options),
        }),
      },
    })
    expect(outcome?.trials.map(({ status }) => status)).toEqual([
      'failed',
      'complete',
      'complete',
      'complete',
    ])
    expect(left).toEqual([])
  })

  test('because Docker is gone is the last one, and that is thrown', async () => {
    let gone = false
    const noDocker = new DockerError('Docker does not answer.')
    const { thrown, events } = await run({
      alter: {
        platform: (platform) => ({
          ...platform,
          describe: (signal) => (gone ? Promise.reject(noDocker) : platform.describe(signal)),
          startStack() {
            gone = true
            return Promise.reject(new DockerError('The connection broke.'))
          },
        }),
      },
    })
    expect(thrown).toBe(noDocker)
    expect(events.filter(({ type }) => type === 'trialEnd')).toMatchObject([{ status: 'failed' }])
  })
})

test('an interruption ends the running trial and begins no other', async () => {
  const { outcome, events, left } = await run({
    watch(event, interrupt) {
      if (event.type === 'verdict') interrupt()
    },
  })
  expect(outcome?.trials.map(({ status }) => status)).toEqual(['interrupted'])
  expect(events.at(-1)?.type).toBe('experimentEnd')
  expect(left).toEqual([])
})

describe('is refused before anything starts', () => {
  const refused = async (options: RunOnFake) => {
    const { thrown, experiment } = await run(options)
    expect(experiment).toBeUndefined()
    expect(thrown).toBeInstanceOf(InputError)
    return thrown as InputError
  }

  test('a folder that has results already', async () => {
    await run()
    const error = await refused({})
    expect(error.message).toContain('is not empty')
    expect(error.hint).toContain('--out')
  })

  test('a folder that can’t be made', async () => {
    writeFileSync(join(folder, 'results'), 'a file')
    expect((await refused({})).hint).toContain('--out')
  })

  test('a fault on what none of the targets has', async () => {
    const scenario = aScenario({ method: [aFault('kill', { service: 'postgres' })] })
    expect((await refused({ plan: aPlan({ scenarios: [scenario] }) })).message).toContain('has no postgres')
    expect(readdirSync(folder)).toEqual([])
  })
})

test('a fault on what one of the targets does not have is skipped there, and the others run', async () => {
  const scenario = aScenario({ name: 'kill-store', method: [aFault('kill', { service: 'redis' })] })
  const { outcome } = await run({ plan: aPlan({ scenarios: [scenario], blocks: 1 }) })
  const statuses = new Map(outcome?.trials.map(({ id, status, reason }) => [id, { status, reason }]))
  expect(statuses.get('b1-stateless-redis-kill-store')?.status).toBe('complete')
  expect(statuses.get('b1-stateful-sticky-kill-store')).toEqual({
    status: 'skipped',
    reason: expect.stringContaining('has no redis'),
  })
})
