import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: "sessions in three Memcached nodes, by the client's ketama ring",
  sessions: 'memcached',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['memcached'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
})
