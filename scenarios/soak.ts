import { defineScenario, every } from '../engine/define-scenario.ts'
import { add } from '../engine/faults/add.ts'
import { crash } from '../engine/faults/crash.ts'
import { freeze } from '../engine/faults/freeze.ts'
import { partition } from '../engine/faults/partition.ts'
import { remove } from '../engine/faults/remove.ts'
import { restart } from '../engine/faults/restart.ts'

export default defineScenario({
  title: 'A long load, with a fault every three minutes',
  question: 'Is all well again after each fault, and as good after hours as at the beginning?',
  traffic: { users: 600, rate: 200, sessionLength: '5m' },
  // Sessions must outlive twice the load: this is enough for --duration 10h.
  settings: { sessionTtl: '24h' },
  warmUp: '15s',
  duration: '30m',
  method: every(
    '3m',
    freeze('web', { for: '10s' }),
    crash('web', { restarts: true }),
    add(),
    remove({ pick: 'newest' }),
    partition('web', { for: '10s' }),
    crash('balancer', { restarts: true }),
    restart('web'),
    freeze('balancer', { for: '2s' }),
  ),
  primaryMetric: 'availability',
  hypothesis: { availability: { atLeast: 0.99 }, wrong: { atMost: 0 } },
})
