import { at, defineScenario } from '../engine/define-scenario.ts'
import { kill } from '../engine/faults/kill.ts'

export default defineScenario({
  title: 'Kill the store',
  question: 'What is left when the store, or a node of it, dies for good?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('30s', kill('store'))],
  primaryMetric: 'deficit',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
