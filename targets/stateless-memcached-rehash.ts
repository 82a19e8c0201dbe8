import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in three Memcached nodes, on a ring without those that are away',
  sessions: 'memcached-rehash',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['memcached'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'unpredicted', renewed: 'unpredicted', stalled: 'unpredicted' },
  },
  note: 'A node that comes back has what it had: who logged out while it was away is logged in there.',
})
