import { InputError } from '../../engine/errors.ts'
import type { ScenarioDescription, TargetDescription } from '../../engine/journal/descriptions.ts'
import type { Doors } from '../doors.ts'

type Catalogue = Pick<
  Doors,
  'targetNames' | 'loadTarget' | 'scenarioNames' | 'loadScenario' | 'validateFile' | 'checkFit' | 'loadFaults'
>

/** Two targets, two scenarios and two faults, so that what tests print does not change with every new file. */
export function aCatalogue(): Catalogue {
  return {
    targetNames: async () => [...targets.keys()],
    loadTarget: async (name) => found('target', name, targets),
    scenarioNames: async () => [...scenarios.keys()],
    async loadScenario(name, { overrides: { users, rate, servers, durationMs } }) {
      const scenario = found('scenario', name, scenarios)
      return {
        ...scenario,
        users: users ?? scenario.users,
        ...(rate === undefined ? {} : { rate: [{ atMs: 0, perSecond: rate }], ratePerSecond: rate }),
        servers: servers ?? scenario.servers,
        durationMs: durationMs ?? scenario.durationMs,
      }
    },
    async validateFile(path) {
      const target = targets.get(path)
      return target
        ? { kind: 'target', description: target }
        : { kind: 'scenario', description: found('file', path, scenarios) }
    },
    checkFit: async () => [],
    loadFaults: async () =>
      new Map([
        ['add', { summary: 'one more web server' }],
        ['kill', { summary: 'SIGKILL to one container' }],
      ]),
  }
}

function found<T>(what: string, name: string, all: ReadonlyMap<string, T>): T {
  const one = all.get(name)
  if (one) return one
  throw new InputError(`There is no ${what} "${name}".`, { hint: `There is ${[...all.keys()].join(', ')}.` })
}

export const sticky: TargetDescription = {
  name: 'sticky',
  title: 'sessions in server memory',
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: [],
  predicts: { kill: 'homeOnVictim', add: 'nobody' },
}

export const shared: TargetDescription = {
  name: 'shared',
  title: 'sessions in a store',
  note: 'The store forgets everything when it starts anew.',
  sessions: 'redis',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['redis'],
  predicts: { kill: 'nobody', add: 'nobody' },
}

export const killOne: ScenarioDescription = {
  name: 'kill-one',
  title: 'Kill one web server',
  question: 'Do users stay logged in when a server dies?',
  servers: 3,
  users: 600,
  rate: [{ atMs: 0, perSecond: 300 }],
  ratePerSecond: 300,
  warmUpMs: 10_000,
  durationMs: 60_000,
  timeoutMs: 3_000,
  lateMs: 500,
  connections: 'shared',
  operations: { read: 0.6, write: 0.38, logout: 0.02 },
  method: [{ id: 'f1', kind: 'kill', title: 'kill one of web', atMs: 30_000, options: { service: 'web' } }],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, availability: { atLeast: 0.99 } },
}

export const steady: ScenarioDescription = {
  ...killOne,
  name: 'steady',
  title: 'Nothing happens',
  question: 'What does the architecture cost?',
  method: [],
  primaryMetric: 'availability',
  hypothesis: {},
}

const byName = <T extends { name: string }>(...all: T[]) => new Map(all.map((each) => [each.name, each]))
const targets = byName(sticky, shared)
const scenarios = byName(killOne, steady)
