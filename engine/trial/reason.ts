import { DockerError, InputError, Interrupted, TargetError, TrafficError } from '../errors.ts'

const whose = [
  [InputError, 'your fault'],
  [DockerError, 'Docker’s fault'],
  [TargetError, 'the target’s fault'],
  [TrafficError, 'the traffic generator’s fault'],
  [Interrupted, 'your fault'],
] as const

/** What went wrong, whose fault it was, and what to do: as the end of a journal has it, without a full stop. */
export function reasonOf(error: unknown): string {
  if (error instanceof SuppressedError) {
    return `${reasonOf(error.suppressed)}; then, while removing it: ${reasonOf(error.error)}`
  }
  const message = error instanceof Error ? error.message : String(error)
  const fault = whose.find(([kind]) => error instanceof kind)?.[1] ?? 'Outlast’s own fault'
  const hint = error instanceof Error && 'hint' in error && error.hint ? `. ${error.hint}` : ''
  return withoutFullStop(`${withoutFullStop(message)} (${fault})${hint}`)
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '')
}
