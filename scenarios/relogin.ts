import { at, defineScenario } from '../engine/define-scenario.ts'
import { kill } from '../engine/faults/kill.ts'

export default defineScenario({
  title: 'Everybody logs in again',
  question: 'What does it cost when all whose session is lost log in again, and a login is expensive?',
  traffic: { users: 600, rate: 300 },
  settings: { loginCost: 8192, webCpus: 0.3 },
  warmUp: '20s',
  duration: '70s',
  method: [at('40s', kill('web'))],
  primaryMetric: 'deficit',
  hypothesis: { availability: { atLeast: 0.95 }, wrong: { atMost: 0 } },
})
