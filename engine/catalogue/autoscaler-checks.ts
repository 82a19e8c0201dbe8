import { formatDuration } from '../duration.ts'
import { mostServers } from './limits.ts'
import type { Problem } from './problems.ts'
import { get, milliseconds, number } from './unchecked.ts'

/** What is wrong with a scenario's autoscaler beside the rest of the scenario. */
export function problemsOfAutoscaler(scenario: unknown): Problem[] {
  const autoscaler = get(scenario, 'autoscaler')
  if (autoscaler === undefined) return []
  return [...limits(scenario), ...start(scenario), ...cpu(scenario)]
}

function limits(scenario: unknown): Problem[] {
  const min = number(get(scenario, 'autoscaler', 'min'))
  const max = number(get(scenario, 'autoscaler', 'max'))
  const servers = number(get(scenario, 'servers') ?? 3)
  if (min > max) {
    return [{ field: 'autoscaler.min', problem: `is ${min}, above the maximum of ${max}; make it smaller` }]
  }
  if (max > mostServers) {
    const problem = `is ${max}; the network of a stack has room for ${mostServers}`
    return [{ field: 'autoscaler.max', problem }]
  }
  if (servers >= min && servers <= max) return []
  if (Number.isNaN(servers + min + max)) return []
  const problem = `is ${servers}, outside of the autoscaler's limits; give ${min} to ${max}, or change min and max`
  return [{ field: 'servers', problem }]
}

function start(scenario: unknown): Problem[] {
  const from = get(scenario, 'autoscaler', 'from')
  if (from === undefined) return []
  const fromMs = milliseconds(from)
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  const field = 'autoscaler.from'
  const at = `is ${formatDuration(fromMs)}`
  if (fromMs >= durationMs) {
    return [
      { field, problem: `${at}, but the load ends after ${formatDuration(durationMs)}; make it earlier` },
    ]
  }
  if (fromMs < warmUpMs && warmUpMs < durationMs) {
    return [{ field, problem: `${at}, within the warm-up of ${formatDuration(warmUpMs)}; make it later` }]
  }
  return []
}

/** A share is of something. */
function cpu(scenario: unknown): Problem[] {
  const target = number(get(scenario, 'autoscaler', 'signal', 'cpu'))
  if (target > 1) {
    const problem = `is ${target}; give a share of the CPU quota, above 0 and at most 1`
    return [{ field: 'autoscaler.signal.cpu', problem }]
  }
  if (Number.isNaN(target) || get(scenario, 'settings', 'webCpus') !== undefined) return []
  const problem =
    'is a share of a quota that no web server has; give settings.webCpus, how much of a core each has'
  return [{ field: 'autoscaler.signal.cpu', problem }]
}
