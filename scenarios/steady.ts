import { defineScenario } from '../engine/define-scenario.ts'

export default defineScenario({
  title: 'Nothing breaks',
  question: 'What do affinity and the store cost?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [],
  primaryMetric: 'cpuSecondsPer1000Ok',
  hypothesis: { sessionsLost: { atMost: 0 }, usersSignedOut: { atMost: 0 }, wrong: { atMost: 0 } },
})
