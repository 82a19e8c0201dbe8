import { at, defineScenario } from '../engine/define-scenario.ts'
import { freeze } from '../engine/faults/freeze.ts'
import { kill } from '../engine/faults/kill.ts'

export default defineScenario({
  title: 'Freeze one web server, thaw it, then kill another',
  question: 'What do users meet who return to a server that was away: their session, or an old copy of it?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '75s',
  method: [at('25s', freeze('web', { for: '10s' })), at('50s', kill('web', { pick: 'another' }))],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, ackedWritesMissing: { atMost: 0 }, wrong: { atMost: 0 } },
})
