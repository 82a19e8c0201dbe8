import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, any server serves any user, nginx in front',
  sessions: 'redis',
  balancer: 'nginx',
  affinity: 'none',
  services: ['redis'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'everybody', renewed: 'everybody', stalled: 'nobody' },
  },
  note: 'nginx has no health checks of its own: a request that fails tells it that a server is down.',
})
