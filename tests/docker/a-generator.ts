import type { TrafficPlan } from '../../traffic/plan.ts'

/** A second compose file that puts a program of ours in the place of k6; it has `say(record)` and `process`. */
export function aGeneratorThat(program: string): object {
  const say = 'const say = (record) => process.stdout.write(JSON.stringify(record) + "\\n");'
  // An open timer keeps it from ending by itself.
  const stay = 'setInterval(() => {}, 1000);'
  const leave = 'process.on("SIGTERM", () => process.exit(105));'
  const command = ['node', '-e', `${say}${stay}${leave}${program}`]
  return { services: { traffic: { image: 'outlast/web', entrypoint: command, command: [] } } }
}

/** The smallest plan there is: our generator does not read it. */
export const aPlan: TrafficPlan = {
  version: 1,
  seed: 1,
  url: 'http://10.224.0.2:8080',
  servers: [],
  users: 1,
  arrivals: 'constant',
  rate: [{ atMs: 0, perSecond: 1 }],
  loginMs: 1_000,
  warmUpMs: 1_000,
  durationMs: 2_000,
  operations: { read: 1, write: 0, logout: 0 },
  timeoutMs: 1_000,
  lateMs: 500,
  connections: 'shared',
  session: { ttlMs: 60_000, granularityMs: 1_000 },
  census: {
    ratePerSecond: 100,
    deadlineMs: 1_000,
    quiesceMs: 0,
    confirmations: 0,
    confirmGapMs: 0,
    waitForSignal: true,
    waitMs: 10_000,
  },
}
