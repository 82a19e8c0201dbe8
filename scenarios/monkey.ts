import { defineScenario, monkey } from '../engine/define-scenario.ts'
import { add } from '../engine/faults/add.ts'
import { crash } from '../engine/faults/crash.ts'
import { freeze } from '../engine/faults/freeze.ts'
import { kill } from '../engine/faults/kill.ts'
import { partition } from '../engine/faults/partition.ts'
import { remove } from '../engine/faults/remove.ts'
import { restart } from '../engine/faults/restart.ts'

export default defineScenario({
  title: 'Faults of web servers by chance',
  question: 'What do users meet when servers fail as it happens, and not by a plan?',
  traffic: { users: 600, rate: 300 },
  warmUp: '10s',
  duration: '120s',
  method: monkey({
    every: '20s',
    faults: [
      kill('web'),
      crash('web', { restarts: true }),
      restart('web'),
      freeze('web', { for: '5s' }),
      partition('web', { for: '5s' }),
      remove(),
      add(),
    ],
  }),
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
