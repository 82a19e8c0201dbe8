import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in a ring of three Cassandra nodes, three copies, LOCAL_QUORUM',
  sessions: 'cassandra',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['cassandra'],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody' },
  },
})
