import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in the browser: a signed, encrypted cookie',
  sessions: 'cookie',
  balancer: 'haproxy',
  affinity: 'none',
  services: [],
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
  },
  note: 'Logging out cannot be enforced: whoever kept the cookie still has the session, so resurrected sessions are possible, and expected.',
})
