import type { TargetDescription } from '../../engine/journal/descriptions.ts'
import type { Paint } from '../console/paint.ts'

/** What a target consists of. */
export function targetAsLines(target: TargetDescription, paint: Paint): string[] {
  const { name, title, sessions, balancer, affinity, services, note } = target
  const beside = services.length === 0 ? 'nothing' : services.join(', ')
  return [
    paint('bold', `${name}: ${title}`),
    `  sessions in ${sessions}; balancer ${balancer}, affinity ${affinity}; beside the web servers: ${beside}`,
    ...(note === undefined ? [] : [`  ${note}`]),
  ]
}
