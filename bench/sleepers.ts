import { randomBytes } from 'node:crypto'
import type Docker from 'dockerode'
import type { Balancer, Cluster } from '../engine/cluster.ts'
import { createDockerCluster } from '../engine/docker/cluster.ts'
import { requireImages } from '../engine/docker/daemon.ts'
import { createEventLog } from '../engine/docker/event-log.ts'
import { followEvents } from '../engine/docker/events.ts'
import { experimentLabel, type StackId, serviceLabel, trialLabel } from '../engine/docker/labels.ts'
import { removeStack } from '../engine/docker/removal.ts'
import { listServices } from '../engine/docker/services.ts'
import { InputError } from '../engine/errors.ts'

/** One that set-up has built, of those the smallest. */
const image = 'outlast/redis'

/** Containers that do nothing, as a cluster that faults can strike. */
export interface Sleepers extends AsyncDisposable {
  cluster: Cluster
  names: readonly string[]
}

/** Starts them without a network. Disposing of it removes them, by their label, whatever their state. */
export async function startSleepers(docker: Docker, count: number, signal: AbortSignal): Promise<Sleepers> {
  await requireImages(docker, [image])
  // `outlast clean` spares what is named so while this process lives, and removes it afterwards.
  const experiment = `test-${process.pid}-${randomBytes(4).toString('hex')}`
  const id: StackId = { experiment, trial: 'bench', project: experiment }
  await using resources = new AsyncDisposableStack()
  resources.defer(async () => void (await removeStack(docker, id)))
  const names = Array.from({ length: count }, (_, index) => `sleeper-${index + 1}`)
  for (const name of names) {
    signal.throwIfAborted()
    await startOne(docker, name, id)
  }
  const events = createEventLog()
  const cluster = createDockerCluster({
    docker,
    subnet: '',
    services: await listServices(docker, id),
    model: await docker.getContainer(`${experiment}-${names[0]}`).inspect(),
    balancer: noBalancer,
    watch: events.watch,
  })
  const report: typeof events.report = (event) => {
    cluster.observe(event)
    events.report(event)
  }
  resources.use(await followEvents(docker, id, { report, fail: events.fail }))
  const kept = resources.move()
  return { cluster, names, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function startOne(docker: Docker, name: string, { experiment, trial }: StackId): Promise<void> {
  const container = await docker.createContainer({
    name: `${experiment}-${name}`,
    Image: image,
    Entrypoint: ['sleep', 'infinity'],
    Labels: { [experimentLabel]: experiment, [trialLabel]: trial, [serviceLabel]: name },
    HostConfig: { NetworkMode: 'none' },
  })
  await container.start()
}

const refuse = async () => {
  throw new InputError('There is no balancer in front of containers that sleep.')
}
const noBalancer: Balancer = {
  servers: async () => [],
  add: refuse,
  drain: refuse,
  reload: refuse,
  remove: refuse,
}
