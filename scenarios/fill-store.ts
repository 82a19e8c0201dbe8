import { at, defineScenario } from '../engine/define-scenario.ts'
import { fill } from '../engine/faults/fill.ts'

export default defineScenario({
  title: 'Something else fills the store',
  question: 'What becomes of sessions when their store has no memory left: are they refused, or thrown out?',
  needs: { services: ['store'] },
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '60s',
  method: [at('25s', fill('store', { for: '15s' }))],
  primaryMetric: 'deficit',
  hypothesis: { sessionsLost: { atMost: 0 }, usersSignedOut: { atMost: 0 }, wrong: { atMost: 0 } },
})
