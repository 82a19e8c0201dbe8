import { at, defineScenario } from '../engine/define-scenario.ts'
import { roll } from '../engine/faults/roll.ts'

export default defineScenario({
  title: 'Rotate the key that signs sessions',
  question: 'Can sessions be signed by a new key without an event for users?',
  needs: { sessions: ['cookie', 'express-session', 'fastify-session'] },
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '100s',
  // Every server can read the new key before the first one signs by it.
  method: [
    at('20s', roll({ drain: '3s', secrets: ['old', 'new'] })),
    at('60s', roll({ drain: '3s', secrets: ['new', 'old'] })),
  ],
  primaryMetric: 'usersSignedOut',
  hypothesis: { usersSignedOut: { atMost: 0 }, sessionsLost: { atMost: 0 } },
})
