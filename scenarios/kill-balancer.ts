import { at, defineScenario } from '../engine/define-scenario.ts'
import { kill } from '../engine/faults/kill.ts'

export default defineScenario({
  title: 'Kill the balancer',
  question: 'What is left when the only balancer dies?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('40s', kill('balancer'))],
  primaryMetric: 'deficit',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
