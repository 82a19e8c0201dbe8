import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: "sessions in three Memcached nodes, by the client's ketama ring",
  sessions: 'memcached',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['memcached'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'unpredicted', renewed: 'unpredicted', stalled: 'nobody', fill: 'unpredicted' },
  },
})
