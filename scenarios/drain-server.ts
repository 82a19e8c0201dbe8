import { at, defineScenario } from '../engine/define-scenario.ts'
import { drain } from '../engine/faults/drain.ts'

export default defineScenario({
  title: 'Drain one web server, then remove it',
  question: 'Does draining for a while save those who are there?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '70s',
  method: [at('30s', drain({ deadline: '10s' }))],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
