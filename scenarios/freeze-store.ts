import { at, defineScenario } from '../engine/define-scenario.ts'
import { freeze } from '../engine/faults/freeze.ts'

export default defineScenario({
  title: 'Freeze the store for a while',
  question: 'Does everything wait for a store that is silent, and is all well afterwards?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', freeze('store', { for: '5s' }))],
  primaryMetric: 'deficit',
  hypothesis: { sessionsLost: { atMost: 0 }, usersSignedOut: { atMost: 0 }, wrong: { atMost: 0 } },
})
