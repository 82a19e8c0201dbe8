import { setTimeout } from 'node:timers/promises'
import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import { sweep } from '../reaper/sweep.ts'
import { engineApiOf } from './engine-api.ts'
import { labelsOf, projectLabel, type StackId } from './labels.ts'

const attempts = 50
const pauseMs = 100

/**
 * Removes a stack, however it is: its containers at once and without a goodbye, then its network and volumes, and
 * what the engine and the faults added to it. By label, because that is faster than `docker compose down` and finds
 * what compose does not know. Checks that all is gone, also by compose's own label, and throws a DockerError that
 * names what is not.
 */
export async function removeStack(docker: Docker, stack: StackId): Promise<string[]> {
  const api = engineApiOf(docker)
  const removed: string[] = []
  let left: string[] = []
  for (const labels of [labelsOf(stack), [`${projectLabel}=${stack.project}`]]) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const swept = await sweep(api, labels)
      removed.push(...swept.removed)
      left = swept.left
      // Only a sweep that found nothing shows that nothing is there.
      if (swept.removed.length + left.length === 0) break
      if (left.length > 0) await setTimeout(pauseMs)
    }
  }
  if (left.length === 0) return removed
  throw new DockerError(`Docker would not remove ${left.join(', ')} of the stack ${stack.project}.`, {
    hint: 'Run "outlast clean"; where that does not help either, restart the Docker daemon.',
  })
}
