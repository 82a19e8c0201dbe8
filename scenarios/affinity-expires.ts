import { defineScenario } from '../engine/define-scenario.ts'

export default defineScenario({
  title: 'Affinity expires before the session',
  question: 'Who is signed out when the balancer forgets users sooner than the servers do?',
  // nginx and Caddy leave it to the browser to forget their cookie, and the browsers of the generator do not.
  needs: { balancer: ['haproxy'] },
  // A pause of more than 8 s: once in 55 operations of a user who does something every 2 s.
  traffic: { users: 600, rate: 300 },
  settings: { affinityExpires: '8s' },
  warmUp: '10s',
  duration: '60s',
  method: [],
  primaryMetric: 'usersSignedOut',
  hypothesis: { usersSignedOut: { atMost: 0 } },
})
