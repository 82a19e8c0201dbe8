import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in PostgreSQL, any server serves any user',
  sessions: 'postgres',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['postgres'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
})
