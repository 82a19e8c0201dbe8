import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: '@fastify/session on Redis',
  sessions: 'fastify-session',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['redis'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'everybody', renewed: 'everybody', stalled: 'nobody' },
  },
  note: 'It loads and saves whole sessions, the last one wins, and saves on reading, too: writes of two tabs can be lost.',
})
