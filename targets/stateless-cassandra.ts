import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in a ring of three Cassandra nodes, three copies, LOCAL_QUORUM',
  sessions: 'cassandra',
  balancer: 'haproxy',
  affinity: 'none',
  services: ['cassandra'],
  predicts: { kill: 'nobody', stop: 'nobody', remove: 'nobody', add: 'nobody' },
})
