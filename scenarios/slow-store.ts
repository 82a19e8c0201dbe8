import { at, defineScenario } from '../engine/define-scenario.ts'
import { slow } from '../engine/faults/slow.ts'

export default defineScenario({
  title: 'A slow way to the store',
  question: 'How often does an answer wait for the store, and what does a slow way there cost?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', slow('store', { latency: '100ms', jitter: '20ms', for: '25s' }))],
  primaryMetric: 'p50Ms',
  hypothesis: {
    sessionsLost: { atMost: 0 },
    usersSignedOut: { atMost: 0 },
    wrong: { atMost: 0 },
    availability: { atLeast: 0.99 },
  },
})
