import { defineScenario } from '../engine/define-scenario.ts'

export default defineScenario({
  title: 'Two tabs of each user',
  question: 'Do two tabs of one user lose each other’s writes?',
  traffic: { users: 600, rate: 300, tabs: 2 },
  warmUp: '10s',
  duration: '60s',
  method: [],
  primaryMetric: 'ackedWritesMissing',
  hypothesis: { ackedWritesMissing: { atMost: 0 }, sessionsLost: { atMost: 0 } },
})
