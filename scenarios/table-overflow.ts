import { defineScenario } from '../engine/define-scenario.ts'

export default defineScenario({
  title: 'A stick table smaller than its users',
  question: 'Who is signed out when the balancer’s table has no room for everybody?',
  // A table to overflow, or none to compare it with.
  needs: { affinity: ['stick-table', 'none'] },
  traffic: { users: 600, rate: 300 },
  settings: { stickTableEntries: 400 },
  warmUp: '10s',
  duration: '60s',
  method: [],
  primaryMetric: 'usersSignedOut',
  hypothesis: { usersSignedOut: { atMost: 0 } },
})
