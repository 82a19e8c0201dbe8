import { at, defineScenario } from '../engine/define-scenario.ts'
import { reload } from '../engine/faults/reload.ts'

export default defineScenario({
  title: 'Reload the balancer',
  question: 'Is a change of the balancer’s configuration an event for users?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', reload())],
  primaryMetric: 'usersSignedOut',
  hypothesis: {
    sessionsLost: { atMost: 0 },
    usersSignedOut: { atMost: 0 },
    wrong: { atMost: 0 },
    availability: { atLeast: 0.999 },
  },
})
