import { defineScenario } from '../engine/define-scenario.ts'

export default defineScenario({
  title: 'Scale out and in with the load',
  question: 'Do servers follow the load, and what does it cost the users of those that go?',
  servers: 2,
  traffic: {
    users: 400,
    // Some log out and in again meanwhile: an added server gets no other users where sessions stay where they are.
    sessionLength: '20s',
    rate: [
      ['20s', 120],
      ['42s', 270],
      ['50s', 270],
      ['64s', 120],
    ],
  },
  // So many servers carry so many times as much: each is bounded by its own share of a core, not by the machine.
  settings: { webCpus: 0.2, requestCost: 1024 },
  autoscaler: {
    signal: { requestsPerServer: 64 },
    min: 2,
    max: 4,
    sync: '3s',
    from: '20s',
    scaleIn: { pick: 'newest', drain: '4s', stabilise: '9s' },
    objective: { availability: 0.99, within: '300ms' },
  },
  warmUp: '12s',
  duration: '86s',
  method: [],
  primaryMetric: 'usersSignedOut',
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
