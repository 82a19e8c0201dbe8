import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, sticky by a cookie of the balancer: what affinity alone costs',
  sessions: 'redis',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: ['redis'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'everybody', renewed: 'everybody', stalled: 'nobody' },
  },
})
