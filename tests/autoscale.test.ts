import Docker from 'dockerode'
import { beforeAll, expect, test } from 'vitest'
import { serviceOf, trialLabel } from '../engine/docker/labels.ts'
import type { ScenarioDescription } from '../engine/journal/records.ts'
import { anExperiment, type RanExperiment, short } from './experiment/an-experiment.ts'
import { type Journal, only, recordsOf } from './experiment/read-journal.ts'

// The load of one trial rises and falls again, for real; what follows it is asked of the daemon itself.

const trial = 'b1-stateful-sticky-autoscale'
const docker = new Docker()

/** Two servers are enough for its lowest rate, and three are the most for its highest; nothing is calibrated. */
async function aSmallRamp(): Promise<ScenarioDescription> {
  const scenario = await short('autoscale', 26_000)
  if (!scenario.autoscaler) throw new Error('the scenario has no autoscaler')
  const { objective: _, ...autoscaler } = scenario.autoscaler
  return { ...scenario, autoscaler: { ...autoscaler, target: 24, min: 2, max: 3 } }
}

/** The web servers that the daemon says are running. */
async function webServers(): Promise<string[]> {
  const filters = { label: [`${trialLabel}=${trial}`], status: ['running'] }
  const containers = await docker.listContainers({ filters })
  return containers.map(({ Labels }) => serviceOf(Labels) ?? '').filter((name) => name.startsWith('web-'))
}

const seen: string[][] = []
let experiment: RanExperiment
beforeAll(async () => {
  const looks: Promise<void>[] = []
  experiment = await anExperiment({
    targets: ['stateful-sticky'],
    scenarios: [await aSmallRamp()],
    watch({ type }) {
      if (type === 'second') looks.push(webServers().then((names) => void seen.push(names.sort())))
    },
  })
  await Promise.all(looks)
})

const journal = (): Journal => experiment.journals.get(trial) ?? []
const kinds = () =>
  new Map(recordsOf(journal(), 'fault').map(({ fault, kind, by }) => [fault, `${kind} by ${by}`]))

test('servers go up and down again, within the limits, by the daemon’s own list of containers', () => {
  const counts = seen.map(({ length }) => length)
  expect(only(experiment.outcome.trials)).toMatchObject({ status: 'complete' })
  expect(counts.at(0)).toBe(2)
  expect(Math.max(...counts)).toBe(3)
  expect(Math.min(...counts)).toBe(2)
  expect(seen.some((names) => names.includes('web-3'))).toBe(true)
  expect(recordsOf(journal(), 'autoscaler').at(-1)?.servers).toBe(2)
})

test('each change is a confirmed fault, by the autoscaler', () => {
  const verdicts = recordsOf(journal(), 'verdict')
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(verdicts.map(() => 'confirmed'))
  const changes = verdicts.map(({ fault }) => kinds().get(fault))
  expect(changes[0]).toBe('add by autoscaler')
  expect(changes).toContain('drain by autoscaler')
})

test('a server that goes takes the sessions with it that lived in its memory', () => {
  const gone = recordsOf(journal(), 'verdict')
    .filter(({ fault }) => kinds().get(fault)?.startsWith('drain'))
    .map(({ victim }) => victim)
  const out = recordsOf(journal(), 'session').filter(({ signedOutAtMs }) => signedOutAtMs !== null)
  expect(out.length).toBeGreaterThan(0)
  expect(out.filter(({ homeServer }) => !gone.includes(homeServer))).toEqual([])
})
