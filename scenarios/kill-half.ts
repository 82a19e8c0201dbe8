import { at, defineScenario } from '../engine/define-scenario.ts'
import { kill } from '../engine/faults/kill.ts'

export default defineScenario({
  title: 'Kill half of the web servers',
  question: 'What does it cost when every second server dies at once?',
  servers: 4,
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', kill('web', { share: 0.5 }))],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
