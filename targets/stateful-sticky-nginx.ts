import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: "sessions in server memory, sticky by nginx's cookie",
  sessions: 'memory',
  balancer: 'nginx',
  affinity: 'cookie',
  services: [],
  predicts: {
    web: { gone: 'homeOnVictim', renewed: 'homeOnVictim', stalled: 'unpredicted', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
  },
  note: 'nginx has no health checks of its own: a request that fails tells it that a server is down.',
})
