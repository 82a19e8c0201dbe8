import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: "sessions in server memory, by a hash of the user's address modulo the servers",
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'source-hash',
  services: [],
  predicts: {
    web: {
      gone: 'movedOnMap',
      renewed: 'unpredicted',
      stalled: 'unpredicted',
      added: 'movedOnMap',
      roll: 'everybody',
    },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
  },
  note: 'Each user has an address, and so a connection, of her own: its cost per operation holds more connections than that of the others.',
})
