import { defineTarget } from '../engine/define-target.ts'

export default defineTarget({
  title: 'sessions in server memory, no affinity: the broken control',
  sessions: 'memory',
  balancer: 'haproxy',
  affinity: 'none',
  services: [],
  predicts: { kill: 'unpredicted', stop: 'unpredicted', remove: 'unpredicted', add: 'unpredicted' },
  note: 'Most answers are that there is no such session, which is cheap: its latency and cost compare with nothing.',
})
