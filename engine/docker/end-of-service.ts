import type Docker from 'dockerode'
import { TargetError } from '../errors.ts'
import { labelsOf, type StackId, serviceOf } from './labels.ts'
import { lastLines } from './logs.ts'

const shownLines = 3

/** Throws a TargetError where a container of the stack has ended: which, why, and its last words. */
export async function failIfEnded(docker: Docker, stack: StackId, target: string): Promise<void> {
  const [first] = await docker.listContainers({
    all: true,
    filters: { label: labelsOf(stack), status: ['exited', 'dead'] },
  })
  if (!first) return
  const { State: state } = await docker.getContainer(first.Id).inspect()
  const how = state.OOMKilled ? 'ran out of memory' : `exited with ${state.ExitCode}`
  throw new TargetError(
    `Target "${target}" did not start: ${serviceOf(first.Labels) ?? first.Id} ${how}.${await lastWords(docker, first.Id)}`,
    { hint: hintFor(target) },
  )
}

/** ` Its last words: "…"`, or nothing where it never spoke. */
export async function lastWords(docker: Docker, container: string): Promise<string> {
  const lines = await lastLines(docker, container, shownLines)
  return lines.length > 0 ? ` Its last words: "${lines.join(' / ')}".` : ''
}

export const hintFor = (target: string) => `Run "outlast up ${target}" to look at it.`
