import type Docker from 'dockerode'
import type { TargetDescription } from '../journal/descriptions.ts'
import type { StackSettings } from '../journal/stack-settings.ts'
import { type ComposeProject, type ComposeService, compose, composeServices } from './compose.ts'
import { requireImages } from './daemon.ts'
import type { StackId } from './labels.ts'
import { settingVariables } from './setting-variables.ts'
import { withFreeSubnet } from './subnets.ts'
import { numberOfServer } from './web-servers.ts'

/** The service that stands between web servers and a store where a path can be hindered; its image has tools, too. */
export const pathService = 'path'

export interface ServicesOptions {
  docker: Docker
  signal: AbortSignal
  id: StackId
  target: TargetDescription
  /** Web servers at the start. */
  servers: number
  settings?: StackSettings
  /** The web servers reach the store by a path that faults can hinder. */
  path?: boolean
  /** Profiles of what will be started beside them: their images must be there, too. */
  later?: readonly string[]
  /** A second compose file, laid over docker-compose.yml. */
  override?: object
}

/**
 * Starts the containers of a target by compose, on a subnet that no other network has. Throws a DockerError when an
 * image is missing, or when Docker can't start one of them.
 */
export async function startServices(
  options: ServicesOptions,
): Promise<{ project: ComposeProject; subnet: string }> {
  const { docker, id, target, signal, later = [], override } = options
  const project: ComposeProject = {
    name: id.project,
    profiles: [target.balancer, ...target.services, ...(options.path ? [pathService] : [])],
    environment: {},
    ...(override ? { override } : {}),
  }
  const declared = await composeServices({ ...project, profiles: [...project.profiles, ...later] }, signal)
  const images = Object.values(declared).map(({ image }) => image)
  await requireImages(docker, images)
  const wanted = Object.keys(declared).filter((name) => isWanted(name, declared[name], { project, options }))
  return withFreeSubnet(docker, id.project, async (subnet) => {
    const placed = { ...project, environment: variables(options, wanted, subnet) }
    await compose(placed, ['up', '--detach', '--no-build', '--pull', 'never', ...wanted], signal)
    return { project: placed, subnet }
  })
}

/** What the target's profiles name, and as many of the web servers as it is to have: these have no profile. */
function isWanted(
  name: string,
  service: ComposeService | undefined,
  { project, options }: { project: ComposeProject; options: ServicesOptions },
): boolean {
  if ((numberOfServer(name) ?? 0) > options.servers) return false
  return service?.profiles?.some((profile) => project.profiles.includes(profile)) ?? true
}

/** The variables that docker-compose.yml asks for. */
function variables(
  { id, target, settings = {}, path = false }: ServicesOptions,
  services: readonly string[],
  subnet: string,
): Record<string, string> {
  return {
    OUTLAST_EXPERIMENT: id.experiment,
    OUTLAST_TRIAL: id.trial,
    OUTLAST_NETWORK: subnet,
    OUTLAST_SERVERS: services.filter((name) => numberOfServer(name) !== undefined).join(' '),
    OUTLAST_SESSIONS: target.sessions,
    OUTLAST_AFFINITY: target.affinity,
    ...(path ? { OUTLAST_STORE_PATH: '1' } : {}),
    ...settingVariables(settings),
  }
}
