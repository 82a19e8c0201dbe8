import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in PostgreSQL, any server serves any user',
  sessions: 'postgres',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['postgres'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody' },
  },
})
