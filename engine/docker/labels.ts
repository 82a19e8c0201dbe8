/** Every object of ours carries both; nothing without them is ever touched. */
export const experimentLabel = 'outlast.experiment'
export const trialLabel = 'outlast.trial'
/** Names a container that the engine added, where compose's own label would name its sibling. */
export const serviceLabel = 'outlast.service'
/** The command by which a service tells its version. */
export const versionLabel = 'outlast.version'
/** Marks the container that cleans up after us. */
export const reaperLabel = 'outlast.reaper'
/** Compose's own. */
export const projectLabel = 'com.docker.compose.project'

/** One stack among all that the daemon has. */
export interface StackId {
  /** Unique on the daemon; every trial of a run has the same. */
  experiment: string
  /** `b1-stateless-redis-kill-server`, unique in the experiment. */
  trial: string
  /** The compose project: unique on the daemon, and the first part of the names of all that is in it. */
  project: string
}

/** The filter of a listing that finds what belongs to a stack, and nothing else. */
export function labelsOf({ experiment, trial }: StackId): string[] {
  return [`${experimentLabel}=${experiment}`, `${trialLabel}=${trial}`]
}

/** `web-2`, the one word for a container of a stack. */
export function serviceOf(labels: Readonly<Record<string, string>> = {}): string | undefined {
  return labels[serviceLabel] ?? labels['com.docker.compose.service']
}
