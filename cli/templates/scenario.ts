import { at, defineScenario, kill } from '../../engine/authoring.ts'

// A scenario: what users do, what breaks and when, and what must hold all the same. It is named after its file.
export default defineScenario({
  title: 'My scenario',
  // What it answers, as you would ask it.
  question: 'Do users stay logged in when a server dies?',

  // Web servers at the start.
  servers: 3,
  // 600 users, who do 300 things a second together, whether or not the answers come in time. A rate may move:
  // ramp, steps and spike shape it.
  traffic: { users: 600, rate: 300 },
  // All users log in, and nothing is counted yet.
  warmUp: '10s',
  // Of the load as a whole. With --duration every time here is stretched in proportion.
  duration: '60s',

  // What breaks, and when, counted from the start of the load. docs/faults.md says what there is, such as
  //   at('30s', freeze('web', { for: '5s' }))   one web server answers nobody for 5 s
  //   at('30s', kill('store'))                  the store dies; targets without one are skipped
  //   at('40s', add())                          one more web server
  method: [at('30s', kill('web'))],

  // The one measure by which targets are compared.
  primaryMetric: 'usersSignedOut',
  // What must hold: with --check the exit code says whether it did.
  hypothesis: { sessionsLost: { atMost: 0 }, wrong: { atMost: 0 } },
})
