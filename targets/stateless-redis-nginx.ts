import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in Redis, any server serves any user, nginx in front',
  sessions: 'redis',
  balancer: 'nginx',
  affinity: 'none',
  services: ['redis'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
  note: 'nginx has no health checks of its own: a request that fails tells it that a server is down.',
})
