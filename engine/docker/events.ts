import { createInterface } from 'node:readline'
import type Docker from 'dockerode'
import type { ClusterEvent } from '../cluster.ts'
import { serviceOf, trialLabel } from './labels.ts'

const actions = ['start', 'die', 'destroy', 'oom', 'pause', 'unpause'] as const

/**
 * Calls back with what the daemon reports of a trial's containers. Filtered by name of event on the daemon's side:
 * health checks alone would send three events each. Ends with `close`.
 */
export async function followEvents(
  docker: Docker,
  trial: string,
  listener: (event: ClusterEvent) => void,
): Promise<{ close(): void }> {
  const stream = await docker.getEvents({
    filters: { type: ['container'], label: [`${trialLabel}=${trial}`], event: [...actions] },
  })
  createInterface({ input: stream }).on('line', (line) => {
    const event = parseEvent(line)
    if (event) listener(event)
  })
  return { close: () => (stream as NodeJS.ReadableStream & { destroy(): void }).destroy() }
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
