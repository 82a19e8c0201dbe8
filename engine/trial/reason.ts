import { DockerError, InputError, Interrupted, TargetError, TrafficError } from '../errors.ts'

const whose = [
  [InputError, 'yours'],
  [DockerError, 'Docker’s'],
  [TargetError, 'the target’s'],
  [TrafficError, 'the traffic generator’s'],
  [Interrupted, 'yours'],
] as const

/** What went wrong, whose fault it was, and what to do, as the end of a journal has it. */
export function reasonOf(error: unknown): string {
  if (error instanceof SuppressedError) {
    return `${reasonOf(error.suppressed)} Then, while removing it: ${reasonOf(error.error)}`
  }
  const message = error instanceof Error ? error.message : String(error)
  const fault = whose.find(([kind]) => error instanceof kind)?.[1] ?? 'Outlast’s own'
  const hint = error instanceof Error && 'hint' in error && error.hint ? ` ${error.hint}` : ''
  return `${message} (The fault is ${fault}.)${hint}`
}
