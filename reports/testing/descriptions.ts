import type { ScenarioDescription, TargetDescription } from '../../engine/journal/descriptions.ts'

/** The two targets of the synthetic experiment, as a journal describes them. */
export const targets: Record<'stateful-sticky' | 'stateless-redis', TargetDescription> = {
  'stateful-sticky': {
    name: 'stateful-sticky',
    title: 'sessions in server memory, sticky by a cookie of the balancer',
    sessions: 'memory',
    balancer: 'haproxy',
    affinity: 'cookie',
    services: [],
    predicts: { kill: 'homeOnVictim', add: 'nobody' },
  },
  'stateless-redis': {
    name: 'stateless-redis',
    title: 'sessions in Redis, any server serves any user',
    sessions: 'redis',
    balancer: 'haproxy',
    affinity: 'none',
    services: ['redis'],
    predicts: { kill: 'nobody', add: 'nobody' },
  },
}

export const scenario: ScenarioDescription = {
  name: 'kill-server',
  title: 'Kill one web server',
  question: 'Do users stay logged in when a server dies?',
  servers: 3,
  users: 300,
  rate: [{ atMs: 0, perSecond: 300 }],
  ratePerSecond: 300,
  warmUpMs: 2_000,
  durationMs: 30_000,
  timeoutMs: 3_000,
  lateMs: 500,
  connections: 'shared',
  operations: { read: 0.6, write: 0.38, logout: 0.02 },
  method: [{ id: 'f1', kind: 'kill', title: 'kill one of web', atMs: 10_000, options: { service: 'web' } }],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
}
