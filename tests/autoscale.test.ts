import Docker from 'dockerode'
import { beforeAll, describe, expect, test } from 'vitest'
import { serviceOf, trialLabel } from '../engine/docker/labels.ts'
import type { AutoscalerDescription, ScenarioDescription } from '../engine/journal/descriptions.ts'
import { anExperiment, type RanExperiment, short } from './experiment/an-experiment.ts'
import { type Journal, only, recordsOf } from './experiment/read-journal.ts'

// The load of one trial rises and falls again, for real; what follows it is asked of the daemon itself.

const trial = 'b1-stateful-sticky-autoscale'
const docker = new Docker()

interface Ramp {
  /** Operations a second: two servers are enough for the lowest, three are too few for the highest. */
  lowest: number
  highest: number
  autoscaler: Omit<Partial<AutoscalerDescription>, 'scaleIn'> & {
    scaleIn?: Partial<AutoscalerDescription['scaleIn']>
  }
  settings?: ScenarioDescription['settings']
}

/** Nothing is calibrated. What is demanded now must be so for longer than a busy machine stands still. */
async function aRamp({ lowest, highest, autoscaler, settings }: Ramp): Promise<ScenarioDescription> {
  const { autoscaler: long, settings: _, ...scenario } = await short('autoscale', 34_000)
  if (!long) throw new Error('the scenario has no autoscaler')
  const { objective: __, ...usual } = long
  return {
    ...scenario,
    users: 60,
    rate: [
      { atMs: 5_000, perSecond: highest },
      { atMs: 5_000, perSecond: lowest },
      { atMs: 8_000, perSecond: lowest },
      { atMs: 9_000, perSecond: highest },
      { atMs: 16_000, perSecond: highest },
      { atMs: 17_000, perSecond: lowest },
    ],
    ratePerSecond: highest,
    ...(settings && { settings }),
    autoscaler: {
      ...usual,
      min: 2,
      max: 3,
      fromMs: 6_000,
      syncMs: 1_000,
      ...autoscaler,
      scaleIn: { ...usual.scaleIn, stabiliseMs: 6_000, ...autoscaler.scaleIn },
    },
  }
}

/** The web servers that the daemon says are running. */
async function webServers(): Promise<string[]> {
  const filters = { label: [`${trialLabel}=${trial}`], status: ['running'] }
  const containers = await docker.listContainers({ filters })
  return containers.map(({ Labels }) => serviceOf(Labels) ?? '').filter((name) => name.startsWith('web-'))
}

/** Runs it, and looks who runs each second, by the daemon's own list of containers. */
async function watched(scenario: ScenarioDescription): Promise<RanExperiment & { seen: string[][] }> {
  const looks: Promise<string[]>[] = []
  const experiment = await anExperiment({
    targets: ['stateful-sticky'],
    scenarios: [scenario],
    watch({ type }) {
      if (type === 'second') looks.push(webServers())
    },
  })
  return { ...experiment, seen: await Promise.all(looks) }
}

/** What the autoscaler decided to change, in its order: `out`, `in`. */
function decisionsIn(journal: Journal): string[] {
  const decisions = recordsOf(journal, 'autoscaler').map(({ decision }) => decision)
  return decisions.filter((decision) => decision !== 'none')
}

/** The faults that came of it, in the same order, if each was confirmed. */
function confirmedIn(journal: Journal): string[] {
  const confirmed = recordsOf(journal, 'verdict').filter(({ verdict }) => verdict === 'confirmed')
  return recordsOf(journal, 'fault')
    .filter(({ step, fault }) => step === 'planned' && confirmed.some((each) => each.fault === fault))
    .map(({ kind, by }) => `${kind} by ${by}`)
}

/** Sessions that were lost by users of the servers that went, and by users of others. */
function signedOutIn(journal: Journal) {
  const gone = recordsOf(journal, 'fault').flatMap(({ kind, victim }) => (kind === 'add' ? [] : victim))
  const out = recordsOf(journal, 'session').filter(({ signedOutAtMs }) => signedOutAtMs !== null)
  const ofGone = out.filter(({ homeServer }) => gone.includes(homeServer)).length
  return { ofGone, ofOthers: out.length - ofGone }
}

/**
 * Requests that came with the cookie of a server which the balancer had called down, by its own log: on a busy machine its
 * checks may find that of one that runs, and then its users lose their sessions.
 */
function turnedAwayIn(journal: Journal): number {
  const words = recordsOf(journal, 'requestLog').flatMap(({ words }) => Object.entries(words))
  return words.reduce((total, [word, count]) => total + (word[2] === 'D' ? count : 0), 0)
}

describe('by the requests of each server', () => {
  let experiment: Awaited<ReturnType<typeof watched>>
  let journal: Journal
  beforeAll(async () => {
    experiment = await watched(await aRamp({ lowest: 30, highest: 80, autoscaler: { target: 24 } }))
    journal = experiment.journals.get(trial) ?? []
  })

  test('servers go up and down again, within the limits, by the daemon’s own list of containers', () => {
    const counts = experiment.seen.map(({ length }) => length)
    expect(only(experiment.outcome.trials)).toMatchObject({ status: 'complete' })
    expect(counts.at(0)).toBe(2)
    expect(Math.max(...counts)).toBe(3)
    expect(Math.min(...counts)).toBe(2)
    expect(experiment.seen.some((names) => names.includes('web-3'))).toBe(true)
    expect(counts.slice(counts.indexOf(3))).toContain(2)
  })

  test('each change is a confirmed fault, by the autoscaler', () => {
    const decisions = decisionsIn(journal)
    expect(decisions.slice(0, 2)).toEqual(['out', 'in'])
    expect(confirmedIn(journal)).toEqual(
      decisions.map((decision) => (decision === 'out' ? 'add by autoscaler' : 'drain by autoscaler')),
    )
  })

  test('a server that goes takes the sessions with it that lived in its memory', () => {
    const { ofGone, ofOthers } = signedOutIn(journal)
    expect(ofGone).toBeGreaterThan(0)
    expect(ofOthers).toBeLessThanOrEqual(turnedAwayIn(journal))
  })
})

describe('by the CPU that servers use, and the one with the fewest sessions goes', () => {
  /** Far from what was measured at the lowest load, 0.01, and at the highest, 0.23: other machines are slower, or faster. */
  const target = 0.09
  let journal: Journal
  beforeAll(async () => {
    const scenario = await aRamp({
      lowest: 1,
      highest: 100,
      settings: { webCpus: 0.5, requestCost: 1024 },
      autoscaler: { signal: 'cpu', target, scaleIn: { pick: 'fewestSessions', drainMs: null } },
    })
    journal = (await watched(scenario)).journals.get(trial) ?? []
  })

  test('a server comes when those that there are use more than the target, and goes when they use less', () => {
    const looks = recordsOf(journal, 'autoscaler')
    const [out, into] = [
      looks.find(({ decision }) => decision === 'out'),
      looks.find(({ decision }) => decision === 'in'),
    ]
    expect(out).toMatchObject({ signal: 'cpu', servers: 2, wanted: 3 })
    expect(out?.value).toBeGreaterThan(target)
    expect(into).toMatchObject({ signal: 'cpu', servers: 3, wanted: 2 })
    expect(into?.value).toBeLessThan(target)
  })

  test('the one that goes, goes at once, and takes no other one’s sessions with it', () => {
    expect(confirmedIn(journal)).toEqual(
      decisionsIn(journal).map((decision) =>
        decision === 'out' ? 'add by autoscaler' : 'remove by autoscaler',
      ),
    )
    expect(signedOutIn(journal).ofOthers).toBeLessThanOrEqual(turnedAwayIn(journal))
  })

  test('the one that goes holds no more sessions than any other', () => {
    const [pick] = recordsOf(journal, 'pick')
    const heldBy = (server: string) => pick?.sessions[server] ?? 0
    expect(heldBy(only(pick?.victims ?? []))).toBe(Math.min(...['web-1', 'web-2', 'web-3'].map(heldBy)))
  })
})
