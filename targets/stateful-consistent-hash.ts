import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: "sessions in server memory, by a ring hash of the visitor's cookie",
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'consistent-hash',
  services: [],
  predicts: { kill: 'movedOnRing', stop: 'movedOnRing', remove: 'movedOnRing', add: 'movedOnRing' },
})
