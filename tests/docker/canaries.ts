import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'

const docker = new Docker()

/** Containers, one of them paused, and a network of somebody else: without labels of ours, and as they must stay. */
export interface Canaries extends AsyncDisposable {
  /** What Docker says of them: the same as long as nobody touched them. */
  look(): Promise<unknown>
}

export async function canaries(): Promise<Canaries> {
  // Labels decide what is ours; a name may be like ours by chance.
  const name = `outlast-foreign-${randomBytes(4).toString('hex')}`
  await using made = new AsyncDisposableStack()
  const network = await docker.createNetwork({ Name: name })
  made.defer(() => network.remove())
  const start = async (what: string) => {
    const container = await docker.createContainer({
      name: `${name}-${what}`,
      Image: 'outlast/web',
      Cmd: ['sleep', 'infinity'],
      HostConfig: { NetworkMode: name },
    })
    made.defer(() => container.remove({ force: true }))
    await container.start()
    return container
  }
  const containers = [await start('running'), await start('paused')]
  await containers[1]?.pause()
  const kept = made.move()
  return {
    look: async () => ({
      containers: await Promise.all(containers.map(howItIs)),
      network: await network.inspect(),
    }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** What changes of a container when somebody touches it. */
export async function howItIs(container: Docker.Container): Promise<unknown> {
  const { State, RestartCount, HostConfig, NetworkSettings } = await container.inspect()
  return { State, RestartCount, HostConfig, NetworkSettings }
}
