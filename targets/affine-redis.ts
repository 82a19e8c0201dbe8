import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, sticky by a cookie of the balancer: what affinity alone costs',
  sessions: 'redis',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: ['redis'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
})
