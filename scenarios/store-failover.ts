import { at, defineScenario } from '../engine/define-scenario.ts'
import { failOver } from '../engine/faults/fail-over.ts'
import { kill } from '../engine/faults/kill.ts'

export default defineScenario({
  title: 'Fail over to a replica, first as planned, then because the primary dies',
  question: 'Does a replica save the sessions, and how long does it take to be found?',
  needs: { services: ['redis-sentinel'] },
  traffic: { users: 600, rate: 300 },
  // Sentinels ask the primary every 10 s who its replicas are: before that they know none to fail over to.
  warmUp: '15s',
  duration: '90s',
  method: [at('35s', failOver()), at('60s', kill('primary'))],
  primaryMetric: 'deficit',
  hypothesis: { sessionsLost: { atMost: 0 }, ackedWritesMissing: { atMost: 0 }, wrong: { atMost: 0 } },
})
