import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, any server serves any user',
  sessions: 'redis',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['redis'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'everybody', renewed: 'everybody', stalled: 'nobody' },
  },
})
