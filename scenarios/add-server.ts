import { at, defineScenario } from '../engine/define-scenario.ts'
import { add } from '../engine/faults/add.ts'

export default defineScenario({
  title: 'Add a web server',
  question: 'Do users stay logged in when a server is added, and does it take its share?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', add())],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
