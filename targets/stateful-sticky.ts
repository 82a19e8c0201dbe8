import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in server memory, sticky by a cookie of the balancer',
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: [],
  predicts: { kill: 'homeOnVictim', stop: 'homeOnVictim', remove: 'homeOnVictim', add: 'nobody' },
})
