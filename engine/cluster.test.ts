import { describeCluster } from './cluster.conformance.ts'
import { createFakeClock } from './fake/clock.ts'
import { createFakeCluster } from './fake/cluster.ts'

describeCluster('in memory', async () => ({
  cluster: createFakeCluster({ clock: createFakeClock(), servers: 3, others: ['haproxy', 'redis'] }),
  async [Symbol.asyncDispose]() {},
}))
