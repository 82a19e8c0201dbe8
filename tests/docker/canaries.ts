import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'

const docker = new Docker()

/** A container and a network of somebody else: without labels of ours, and as they must stay. */
export interface Canaries extends AsyncDisposable {
  /** What Docker says of them: the same as long as nobody touched them. */
  look(): Promise<unknown>
}

export async function canaries(): Promise<Canaries> {
  const name = `foreign-${randomBytes(4).toString('hex')}`
  await using made = new AsyncDisposableStack()
  const network = await docker.createNetwork({ Name: name })
  made.defer(() => network.remove())
  const container = await docker.createContainer({
    name,
    Image: 'outlast/web',
    Cmd: ['sleep', 'infinity'],
    HostConfig: { NetworkMode: name },
  })
  made.defer(() => container.remove({ force: true }))
  await container.start()
  const kept = made.move()
  return {
    async look() {
      const { State, RestartCount, NetworkSettings } = await container.inspect()
      return { State, RestartCount, NetworkSettings, network: await network.inspect() }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
