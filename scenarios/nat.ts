import { defineScenario } from '../engine/define-scenario.ts'

export default defineScenario({
  title: 'Many users behind few addresses',
  question: 'Do the servers share the load when everybody comes from one of four gateways?',
  traffic: { users: 600, rate: 300, addresses: 4 },
  warmUp: '10s',
  duration: '60s',
  method: [],
  primaryMetric: 'loadMaxOverMean',
  hypothesis: { loadMaxOverMean: { atMost: 1.25 }, sessionsLost: { atMost: 0 } },
})
