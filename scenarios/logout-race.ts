import { defineScenario } from '../engine/define-scenario.ts'

export default defineScenario({
  title: 'A logout while a write is under way',
  question: 'Does a slow write bring back a session that its user has just logged out of?',
  traffic: {
    users: 600,
    rate: 300,
    tabs: 2,
    writeAtLogout: true,
    // No other writes: two at once would lose updates besides, which two-tabs is about.
    operations: { read: 0.9, write: 0, logout: 0.1 },
  },
  settings: { writeTakes: '100ms' },
  warmUp: '10s',
  duration: '60s',
  method: [],
  primaryMetric: 'resurrected',
  hypothesis: { resurrected: { atMost: 0 }, sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
