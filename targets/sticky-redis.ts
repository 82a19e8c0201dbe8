import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, cached in server memory, sticky by a cookie of the balancer',
  sessions: 'cached-redis',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: ['redis'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
})
