import { at, defineScenario } from '../engine/define-scenario.ts'
import { replace } from '../engine/faults/replace.ts'

export default defineScenario({
  title: 'Replace one web server under its name and address',
  question: 'Who notices when another server answers where theirs was?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', replace())],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
