import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, cached in server memory, sticky by a cookie of the balancer',
  sessions: 'cached-redis',
  balancer: 'haproxy',
  affinity: 'cookie',
  services: ['redis'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'unpredicted', renewed: 'unpredicted', stalled: 'nobody' },
  },
})
