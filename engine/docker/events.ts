import type Docker from 'dockerode'
import type { ClusterEvent } from '../cluster.ts'
import { DockerError } from '../errors.ts'
import { labelsOf, type StackId, serviceOf } from './labels.ts'
import { linesOf } from './lines.ts'
import { destroy } from './logs.ts'

const actions = ['start', 'die', 'destroy', 'oom', 'pause', 'unpause', 'update'] as const

interface Listener {
  report(event: ClusterEvent): void
  /** The daemon stopped to tell: what happens from now on is not known. */
  fail(error: Error): void
}

/**
 * Reports what the daemon tells of a stack's containers, until disposed of. Filtered by name of event on the
 * daemon's side: health checks alone would send three events each.
 */
export async function followEvents(docker: Docker, stack: StackId, listener: Listener): Promise<Disposable> {
  const stream = await docker.getEvents({
    filters: { type: ['container'], label: labelsOf(stack), event: [...actions] },
  })
  let wanted = true
  const follow = async () => {
    for await (const line of linesOf(stream as AsyncIterable<Buffer>)) {
      const event = parseEvent(line)
      if (event) listener.report(event)
    }
  }
  const ended = (cause?: unknown) => {
    if (wanted)
      listener.fail(new DockerError('The daemon stopped to report what happens to containers.', { cause }))
  }
  follow().then(() => ended(), ended)
  return {
    [Symbol.dispose]() {
      wanted = false
      destroy(stream)
    },
  }
}

/** One line of the daemon's event stream, or undefined where it tells of something else. */
export function parseEvent(line: string): ClusterEvent | undefined {
  const message = JSON.parse(line) as {
    Action: string
    timeNano: number
    Actor?: { Attributes?: Record<string, string> }
  }
  const attributes = message.Actor?.Attributes ?? {}
  const service = serviceOf(attributes)
  const action = actions.find((name) => name === message.Action)
  if (!service || !action) return undefined
  const event: ClusterEvent = { service, action, unixMs: message.timeNano / 1e6 }
  return attributes.exitCode === undefined ? event : { ...event, exitCode: Number(attributes.exitCode) }
}
