import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis with a replica, Sentinels fail over',
  sessions: 'redis-sentinel',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['redis-sentinel'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
  note: 'Replication is asynchronous: a fail-over can lose acknowledged writes.',
})
