import { at, defineScenario } from '../engine/define-scenario.ts'
import { freeze } from '../engine/faults/freeze.ts'

export default defineScenario({
  title: 'A Memcached node is away for a while',
  question: 'What do users meet when a node comes back with the sessions that it had?',
  needs: { services: ['memcached'] },
  traffic: { users: 600, rate: 300, operations: { read: 0.55, write: 0.35, logout: 0.1 } },
  warmUp: '10s',
  duration: '75s',
  method: [at('25s', freeze('memcached', { for: '15s' }))],
  primaryMetric: 'usersSignedOut',
  hypothesis: {
    sessionsLost: { atMost: 0 },
    resurrected: { atMost: 0 },
    ackedWritesMissing: { atMost: 0 },
    wrong: { atMost: 0 },
  },
})
