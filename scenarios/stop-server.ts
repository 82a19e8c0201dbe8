import { at, defineScenario } from '../engine/define-scenario.ts'
import { stop } from '../engine/faults/stop.ts'

export default defineScenario({
  title: 'Stop one web server',
  question: 'Does a goodbye help: SIGTERM, and time to finish what is open?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', stop('web', { grace: '10s' }))],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
