import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: "sessions in server memory, sticky by Caddy's cookie",
  sessions: 'memory',
  balancer: 'caddy',
  affinity: 'cookie',
  services: [],
  predicts: { kill: 'homeOnVictim', stop: 'homeOnVictim', remove: 'homeOnVictim', add: 'nobody' },
})
