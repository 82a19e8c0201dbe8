import { at, defineScenario } from '../engine/define-scenario.ts'
import { restart } from '../engine/faults/restart.ts'

export default defineScenario({
  title: 'Restart the store',
  question: 'Does the store remember its sessions, and how long is it missed?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', restart('store'))],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
