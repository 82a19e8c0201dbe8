import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: "sessions in server memory, by a ring hash of the visitor's cookie",
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'consistent-hash',
  services: [],
  predicts: {
    web: { gone: 'movedOnRing', renewed: 'homeOnVictim', stalled: 'unpredicted', added: 'movedOnRing' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
  },
})
