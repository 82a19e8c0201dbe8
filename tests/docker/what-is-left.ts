import Docker from 'dockerode'
import { experimentLabel } from '../../engine/docker/labels.ts'

const docker = new Docker()

/** Everything on the daemon that carries an experiment's label, or its name, as `container outlast-…-web-1`. */
export async function whatIsLeftOf(experiment: string): Promise<string[]> {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ])
  const named = [
    ...containers.map(({ Names, Labels }) => ({ kind: 'container', name: Names.join(), Labels })),
    ...networks.map(({ Name, Labels }) => ({ kind: 'network', name: Name, Labels })),
    ...(volumes ?? []).map(({ Name, Labels }) => ({ kind: 'volume', name: Name, Labels })),
  ]
  return named
    .filter(({ name, Labels }) => Labels?.[experimentLabel] === experiment || name.includes(experiment))
    .map(({ kind, name }) => `${kind} ${name}`)
}

/** Resolves with nothing as soon as nothing of the kind is left, and with what is when the limit has passed. */
export async function whatStaysOf(
  experiment: string,
  limitMs: number,
  kind: (object: string) => boolean = () => true,
): Promise<string[]> {
  const end = AbortSignal.timeout(limitMs)
  for (;;) {
    const left = (await whatIsLeftOf(experiment)).filter(kind)
    if (left.length === 0 || end.aborted) return left
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
