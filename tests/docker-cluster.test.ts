import { describeCluster } from '../engine/cluster.conformance.ts'
import { aPlatform } from './docker/a-platform.ts'

describeCluster('on Docker', async () => {
  await using resources = new AsyncDisposableStack()
  const platform = resources.use(await aPlatform())
  const stack = resources.use(await platform.start('affine-redis', { path: true }))
  const kept = resources.move()
  return { cluster: stack.cluster, [Symbol.asyncDispose]: () => kept.disposeAsync() }
})
