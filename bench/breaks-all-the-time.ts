import { at, defineScenario } from '../engine/define-scenario.ts'
import { freeze } from '../engine/faults/freeze.ts'
import { partition } from '../engine/faults/partition.ts'
import { roll } from '../engine/faults/roll.ts'
import { starve } from '../engine/faults/starve.ts'

/** At most moments something is broken that would have to be taken back. */
export default defineScenario({
  title: 'Something is always broken',
  question: 'What is left when Outlast is killed in the middle of it?',
  needs: { services: ['redis'] },
  servers: 4,
  traffic: { users: 40, rate: 20 },
  warmUp: '3s',
  duration: '22s',
  method: [
    at('4s', freeze('web', { for: '7s' })),
    at('5s', partition('web', { for: '7s' })),
    at('6s', partition('web', { from: 'store', for: '7s' })),
    at('7s', starve('redis', { cpus: 0.5, for: '7s' })),
    at('15s', roll()),
  ],
  primaryMetric: 'usersSignedOut',
  hypothesis: {},
})
