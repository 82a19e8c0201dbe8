import { at, defineScenario } from '../engine/define-scenario.ts'
import { remove } from '../engine/faults/remove.ts'

export default defineScenario({
  title: 'Remove one web server without warning',
  question: 'What does scaling in cost when nobody is given time to leave?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', remove())],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
