import { setTimeout } from 'node:timers/promises'
import type Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import { type Swept, sweep } from '../reaper/sweep.ts'
import { asked } from './daemon.ts'
import { engineApiOf } from './engine-api.ts'
import { labelsOf, projectLabel, type StackId } from './labels.ts'
import { remedyFor } from './remedies.ts'

const attempts = 50
const pauseMs = 100

/**
 * Removes a stack, however it is: its containers at once and without a goodbye, then its network and volumes, and
 * what the engine and the faults added to it. By label, because that is faster than `docker compose down` and finds
 * what compose does not know. Checks that all is gone, also by compose's own label, and throws a DockerError that
 * names what is not.
 */
export async function removeStack(docker: Docker, stack: StackId): Promise<string[]> {
  const removed: string[] = []
  for (const labels of [labelsOf(stack), [`${projectLabel}=${stack.project}`]]) {
    const swept = await removeAll(docker, labels)
    removed.push(...swept.removed)
    if (swept.left.length > 0) throw notRemoved(swept.left, `the stack ${stack.project}`)
  }
  return removed
}

/** Removes everything that carries all of the labels, in as many sweeps as that takes; gives up after some seconds. */
export async function removeAll(docker: Docker, labels: readonly string[]): Promise<Swept> {
  const api = engineApiOf(docker)
  const removed: string[] = []
  let left: string[] = []
  for (let attempt = 0; attempt < attempts; attempt++) {
    const swept = await asked('list what is to be removed', sweep(api, labels))
    removed.push(...swept.removed)
    left = swept.left
    // Only a sweep that found nothing shows that nothing is there.
    if (swept.removed.length + left.length === 0) break
    if (left.length > 0) await setTimeout(pauseMs)
  }
  return { removed, left }
}

/** Names what Docker would not remove, and says what to do. */
export function notRemoved(left: readonly string[], owner: string): DockerError {
  const what = left.join(', ')
  return new DockerError(`Docker would not remove ${what} of ${owner}.`, {
    hint: remedyFor(
      what,
      'Run "outlast clean" a moment later; where that does not help, restart the Docker daemon.',
    ),
  })
}
