import { at, defineScenario } from '../engine/define-scenario.ts'
import { kill } from '../engine/faults/kill.ts'

export default defineScenario({
  title: 'Everybody logs in again',
  question: 'What does it cost when all whose session is lost log in again, and a login is expensive?',
  traffic: { users: 300, rate: 150 },
  settings: { loginCost: 16384, webCpus: 0.2 },
  warmUp: '30s',
  duration: '95s',
  method: [at('45s', kill('web'))],
  primaryMetric: 'deficit',
  hypothesis: { availability: { atLeast: 0.95 }, wrong: { atMost: 0 } },
})
