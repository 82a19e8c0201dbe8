import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in server memory, by a table of the sessions that the balancer has seen',
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'stick-table',
  services: [],
  predicts: {
    web: { gone: 'homeOnVictim', renewed: 'homeOnVictim', stalled: 'unpredicted', added: 'nobody' },
    // Its table begins anew: who goes where is drawn again.
    balancer: {
      gone: 'nobody',
      crash: 'unpredicted',
      renewed: 'unpredicted',
      stalled: 'nobody',
      reloaded: 'unpredicted',
    },
  },
})
