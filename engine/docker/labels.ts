import type Docker from 'dockerode'

/** Every object of ours carries both; nothing without them is ever touched. */
export const experimentLabel = 'outlast.experiment'
export const trialLabel = 'outlast.trial'
/** Names a container that the engine added, where compose's own label would name its sibling. */
export const serviceLabel = 'outlast.service'
/** Marks the container that cleans up after us. */
export const reaperLabel = 'outlast.reaper'

/** `web-2`, the one word for a container of a stack. */
export function serviceOf(labels: Readonly<Record<string, string>> = {}): string | undefined {
  return labels[serviceLabel] ?? labels['com.docker.compose.service']
}

/** Containers, running or not, that carry a label. */
export function containersWith(docker: Docker, label: string): Promise<Docker.ContainerInfo[]> {
  return docker.listContainers({ all: true, filters: { label: [label] } })
}
