import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in server memory, no affinity: the broken control',
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'none',
  services: [],
  predicts: {
    web: { gone: 'unpredicted', renewed: 'unpredicted', stalled: 'unpredicted', added: 'unpredicted' },
    balancer: {
      gone: 'unpredicted',
      renewed: 'unpredicted',
      stalled: 'unpredicted',
      reloaded: 'unpredicted',
    },
  },
  note: 'Most answers are that there is no such session, which is cheap: its latency and cost compare with nothing.',
})
