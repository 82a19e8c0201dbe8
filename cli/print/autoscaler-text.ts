import { expectedCalibrationMs } from '../../engine/calibration/expected.ts'
import { formatDuration } from '../../engine/duration.ts'
import type { AutoscalerDescription, ScenarioDescription } from '../../engine/journal/descriptions.ts'
import { formatShare } from '../../reports/format.ts'
import { roughly } from '../console/words.ts'

/** How the servers of a scenario follow the load, and what is measured of each target first; nothing where none do. */
export function autoscalerInWords({ autoscaler }: Pick<ScenarioDescription, 'autoscaler'>): string[] {
  if (!autoscaler) return []
  const { min, max, tolerance, syncMs } = autoscaler
  return [
    `${min} to ${max} web servers: every ${formatDuration(syncMs)} so many that ${near(autoscaler)}, within ${formatShare(tolerance)}`,
    `one more: ${windows(autoscaler.scaleOut)}; one less: ${leaves(autoscaler.scaleIn)}, ${windows(autoscaler.scaleIn)}`,
    ...calibration(autoscaler),
  ]
}

const near = ({ signal, target }: AutoscalerDescription) =>
  signal === 'cpu'
    ? `each uses ${formatShare(target)} of its CPU quota`
    : `each gets ${target} requests a second`

function leaves({ pick, drainMs }: AutoscalerDescription['scaleIn']): string {
  const who = { newest: 'the newest', fewestSessions: 'the one with the fewest sessions' }[pick] ?? pick
  return drainMs === null
    ? `${who}, without draining`
    : `${who}, drained for up to ${formatDuration(drainMs)}`
}

function windows({ stabiliseMs, coolDownMs }: AutoscalerDescription['scaleOut']): string {
  const when =
    stabiliseMs === 0 ? 'at once' : `when the load has asked for it for ${formatDuration(stabiliseMs)}`
  return coolDownMs === 0 ? when : `${when}, ${formatDuration(coolDownMs)} after a change at the earliest`
}

function calibration(autoscaler: AutoscalerDescription): string[] {
  const { objective, min, max } = autoscaler
  if (!objective) return []
  const { availability, withinMs } = objective
  return [
    `before the first trial of a target, about ${roughly(expectedCalibrationMs({ autoscaler }))}: the highest rate at which ${min} to ${max} servers answer ${formatShare(availability)} within ${formatDuration(withinMs)}`,
  ]
}
