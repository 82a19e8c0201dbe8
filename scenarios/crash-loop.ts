import { at, defineScenario } from '../engine/define-scenario.ts'
import { crash } from '../engine/faults/crash.ts'

export default defineScenario({
  title: 'One web server crashes again and again',
  question: 'What does a server cost that is restarted each time it dies?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '75s',
  method: [
    at('25s', crash('web-2', { restarts: true })),
    at('33s', crash('web-2', { restarts: true })),
    at('41s', crash('web-2', { restarts: true })),
    at('49s', crash('web-2', { restarts: true })),
  ],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
