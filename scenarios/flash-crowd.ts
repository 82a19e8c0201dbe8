import { defineScenario } from '../engine/define-scenario.ts'
import { spike } from '../engine/rate.ts'

export default defineScenario({
  title: 'A crowd comes at once, and leaves',
  question: 'What do users meet when the load jumps to nine times within a second?',
  traffic: { users: 600, rate: spike({ base: 100, peak: 900, at: '30s', for: '15s' }) },
  // So that the servers are what is short, and not the cores that they share with the traffic.
  settings: { webCpus: 0.08 },
  warmUp: '15s',
  duration: '70s',
  method: [],
  primaryMetric: 'p99Ms',
  hypothesis: { availability: { atLeast: 0.99 }, sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
