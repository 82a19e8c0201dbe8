import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis with a replica, Sentinels fail over',
  sessions: 'redis-sentinel',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['redis-sentinel'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    // A primary that comes back at once, and empty, empties its replica.
    store: {
      gone: 'nobody',
      crash: 'unpredicted',
      renewed: 'unpredicted',
      stalled: 'nobody',
      demoted: 'nobody',
    },
  },
  note: 'Replication is asynchronous: a fail-over can lose acknowledged writes.',
})
