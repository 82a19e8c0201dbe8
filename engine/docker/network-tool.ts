import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import { asked } from './daemon.ts'
import { experimentLabel, projectLabel, serviceLabel, trialLabel } from './labels.ts'

/** Has `ip` and `ss`. */
const image = 'outlast/path'

interface ToolOptions {
  /** In whose network it runs. */
  container: string
  /** Of a shell; what is given stands in $1 and so on. */
  script: string
  given: readonly string[]
  abortSignal: AbortSignal
}

/**
 * Runs a script inside the network of a container, by another one that ends with it: that one may change the network,
 * which none of the stack's own may. It carries their labels, so that it is removed with them. Returns what it said;
 * throws a DockerError with it where it failed.
 */
export async function runInNetworkOf(
  docker: Docker,
  { container, script, given, abortSignal }: ToolOptions,
): Promise<string> {
  const { Config: config } = await docker.getContainer(container).inspect({ abortSignal })
  const kept = [experimentLabel, trialLabel, projectLabel]
  const create = docker.createContainer({
    Image: image,
    User: '0:0',
    Cmd: ['sh', '-ec', script, 'sh', ...given],
    // Its output comes as it is, and not as two in one.
    Tty: true,
    Labels: {
      ...Object.fromEntries(kept.map((label) => [label, config.Labels[label] ?? ''])),
      [serviceLabel]: 'network-tool',
    },
    HostConfig: {
      NetworkMode: `container:${container}`,
      CapDrop: ['ALL'],
      CapAdd: ['NET_ADMIN'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      PidsLimit: 16,
      LogConfig: { Type: 'json-file', Config: {} },
    },
    abortSignal,
  })
  const tool = await asked('create a container that changes a network', create, abortSignal)
  try {
    await asked('enter a network', tool.start({ abortSignal }), abortSignal)
    const { StatusCode: exitCode } = await tool.wait({ abortSignal })
    const said = String(await tool.logs({ stdout: true, stderr: true })).replaceAll('\r', '')
    if (exitCode === 0) return said
    throw new DockerError(`A network could not be changed (exit code ${exitCode}): ${said.trim()}`)
  } finally {
    await tool.remove({ force: true })
  }
}
