import { at, defineScenario } from '../engine/define-scenario.ts'
import { crash } from '../engine/faults/crash.ts'

export default defineScenario({
  title: 'The balancer dies, and is started again',
  question: 'What does the balancer remember of its users when it dies, and how long is it missed?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  // Without a start again nobody could read a session any more: there would be nothing to tell.
  method: [at('30s', crash('balancer', { restarts: true }))],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
