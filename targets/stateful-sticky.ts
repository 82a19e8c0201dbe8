import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in server memory, sticky by a cookie of the balancer',
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: [],
  predicts: {
    web: { gone: 'homeOnVictim', renewed: 'homeOnVictim', stalled: 'unpredicted', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
  },
})
