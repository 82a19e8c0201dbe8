import { systemClock } from './clock.ts'
import { type CleanedUp, cleanUp } from './docker/clean-up.ts'
import { connectToDocker } from './docker/daemon.ts'
import type { StackId } from './docker/labels.ts'
import { removeStack } from './docker/removal.ts'
import { listServices } from './docker/services.ts'
import { startStack } from './docker/stack.ts'
import { httpPort } from './docker/web-servers.ts'
import { InputError, TargetError } from './errors.ts'
import type { TargetDescription } from './journal/descriptions.ts'

/** There is one at a time; nothing removes it but `down`. */
const leftRunning: StackId = { experiment: 'up', trial: 'up', project: 'outlast-up' }

/**
 * Starts a target and leaves it running, published on loopback. Resolves when the balancer calls every server UP.
 * Throws an InputError when one runs already, a TargetError when it does not become ready: then its containers
 * stay, to be looked at, until `down`.
 */
export async function up(
  target: TargetDescription,
  { servers, port, signal }: { servers: number; port: number; signal: AbortSignal },
): Promise<{ url: string }> {
  const docker = await connectToDocker()
  const running = await listServices(docker, leftRunning)
  if (running.length > 0) {
    throw new InputError('A target is up already.', { hint: 'Run "outlast down" first.' })
  }
  const override = { services: { [target.balancer]: { ports: [`127.0.0.1:${port}:${httpPort}`] } } }
  const options = {
    docker,
    clock: systemClock,
    signal,
    id: leftRunning,
    target,
    servers,
    override,
  }
  try {
    await using _followed = await startStack(options)
  } catch (error) {
    if (error instanceof TargetError) throw stillThere(error)
    await removeStack(docker, leftRunning)
    throw error
  }
  return { url: `http://127.0.0.1:${port}` }
}

function stillThere(error: TargetError): TargetError {
  return new TargetError(error.message, {
    hint: `Its containers are still there: see "docker logs ${leftRunning.project}-web-1"; "outlast down" removes them.`,
    cause: error,
  })
}

/** Removes what `up` started; false when there was nothing. */
export async function down(signal: AbortSignal): Promise<boolean> {
  const docker = await connectToDocker()
  signal.throwIfAborted()
  const removed = await removeStack(docker, leftRunning)
  return removed.length > 0
}

/**
 * Removes what dead runs left, by label; never touches an experiment whose Outlast still lives, what `up` started,
 * or what was started by hand.
 */
export async function clean(signal: AbortSignal): Promise<CleanedUp> {
  return cleanUp(await connectToDocker(), signal)
}
