import Docker from 'dockerode'
import { beforeAll, describe, expect, test } from 'vitest'
import { serviceOf, trialLabel } from '../engine/docker/labels.ts'
import type { AutoscalerDescription, ScenarioDescription } from '../engine/journal/records.ts'
import { anExperiment, type RanExperiment, short } from './experiment/an-experiment.ts'
import { type Journal, only, recordsOf } from './experiment/read-journal.ts'

// The load of one trial rises and falls again, for real; what follows it is asked of the daemon itself.

const trial = 'b1-stateful-sticky-autoscale'
const docker = new Docker()

/** Two servers are enough for its lowest rate, and three are the most for its highest; nothing is calibrated. */
async function aSmallRamp(change: Partial<AutoscalerDescription>): Promise<ScenarioDescription> {
  const scenario = await short('autoscale', 26_000)
  if (!scenario.autoscaler) throw new Error('the scenario has no autoscaler')
  const { objective: _, ...autoscaler } = scenario.autoscaler
  return { ...scenario, autoscaler: { ...autoscaler, min: 2, max: 3, ...change } }
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

function kindsIn(journal: Journal): Map<string, string> {
  return new Map(recordsOf(journal, 'fault').map(({ fault, kind, by }) => [fault, `${kind} by ${by}`]))
}

describe('by the requests of each server', () => {
  let experiment: Awaited<ReturnType<typeof watched>>
  let journal: Journal
  beforeAll(async () => {
    experiment = await watched(await aSmallRamp({ target: 24 }))
    journal = experiment.journals.get(trial) ?? []
  })

  test('servers go up and down again, within the limits, by the daemon’s own list of containers', () => {
    const counts = experiment.seen.map(({ length }) => length)
    expect(only(experiment.outcome.trials)).toMatchObject({ status: 'complete' })
    expect(counts.at(0)).toBe(2)
    expect(Math.max(...counts)).toBe(3)
    expect(Math.min(...counts)).toBe(2)
    expect(experiment.seen.some((names) => names.includes('web-3'))).toBe(true)
    expect(recordsOf(journal, 'autoscaler').at(-1)?.servers).toBe(2)
  })

  test('each change is a confirmed fault, by the autoscaler', () => {
    const verdicts = recordsOf(journal, 'verdict')
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(verdicts.map(() => 'confirmed'))
    const changes = verdicts.map(({ fault }) => kindsIn(journal).get(fault))
    expect(changes[0]).toBe('add by autoscaler')
    expect(changes).toContain('drain by autoscaler')
  })

  test('a server that goes takes the sessions with it that lived in its memory', () => {
    const gone = recordsOf(journal, 'verdict')
      .filter(({ fault }) => kindsIn(journal).get(fault)?.startsWith('drain'))
      .map(({ victim }) => victim)
    const out = recordsOf(journal, 'session').filter(({ signedOutAtMs }) => signedOutAtMs !== null)
    expect(out.length).toBeGreaterThan(0)
    expect(out.filter(({ homeServer }) => !gone.includes(homeServer))).toEqual([])
  })
})

describe('by the CPU that servers use, and the one with the fewest sessions goes', () => {
  let journal: Journal
  beforeAll(async () => {
    const { scaleIn } = (await aSmallRamp({})).autoscaler ?? {}
    if (!scaleIn) throw new Error('the scenario has no autoscaler')
    const scenario = await aSmallRamp({
      signal: 'cpu',
      target: 0.5,
      scaleIn: { ...scaleIn, pick: 'fewestSessions', drainMs: null },
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
    expect(out?.value).toBeGreaterThan(0.5)
    expect(into).toMatchObject({ signal: 'cpu', servers: 3, wanted: 2 })
    expect(into?.value).toBeLessThan(0.5)
  })

  test('the new server, to which few users have come yet, goes at once and takes none of the others’ sessions', () => {
    const verdicts = recordsOf(journal, 'verdict')
    expect(
      verdicts.map(({ fault, victim, verdict }) => [kindsIn(journal).get(fault), victim, verdict]),
    ).toEqual([
      ['add by autoscaler', 'web-3', 'confirmed'],
      ['remove by autoscaler', 'web-3', 'confirmed'],
    ])
    const out = recordsOf(journal, 'session').filter(({ signedOutAtMs }) => signedOutAtMs !== null)
    expect(out.filter(({ homeServer }) => homeServer !== 'web-3')).toEqual([])
  })
})
