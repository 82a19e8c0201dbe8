import { at, defineScenario } from '../engine/define-scenario.ts'
import { roll } from '../engine/faults/roll.ts'

export default defineScenario({
  title: 'Roll out a new version to all web servers',
  question: 'Is a deployment an event for users, even with draining?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '90s',
  method: [at('30s', roll({ drain: '5s' }))],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
