import { at, defineScenario } from '../engine/define-scenario.ts'
import { partition } from '../engine/faults/partition.ts'

export default defineScenario({
  title: 'One server cut off from the store',
  question: 'Does anybody notice a server that runs, and can no longer reach the sessions?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', partition('web-2', { from: 'store', for: '10s' }))],
  primaryMetric: 'deficit',
  hypothesis: { sessionsLost: { atMost: 0 }, usersSignedOut: { atMost: 0 }, wrong: { atMost: 0 } },
})
