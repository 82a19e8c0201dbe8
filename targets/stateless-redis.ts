import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, any server serves any user',
  sessions: 'redis',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['redis'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
})
