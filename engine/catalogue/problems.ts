import type { z } from 'zod'
import { InputError } from '../errors.ts'

/** One mistake in a target or a scenario: where, and what is wrong with it and what to do, as the end of a sentence. */
export interface Problem {
  /** `traffic.rate`, `method[0].at`; empty for the whole. */
  field: string
  problem: string
}

/** All mistakes of one file in one error, so that it is repaired in one go. */
export class Mistakes extends InputError {
  readonly problems: readonly Problem[]

  constructor(file: string, problems: readonly Problem[]) {
    const lines = problems.map(({ field, problem }) => (field === '' ? problem : `${field} ${problem}`))
    super(
      lines.length === 1
        ? `${file}: ${lines[0]}`
        : [`${file} has ${lines.length} mistakes:`, ...lines.map((line) => `  ${line}`)].join('\n'),
    )
    this.problems = problems
  }
}

/** What a schema of `schema.ts` found. */
export function problemsOf(error: z.ZodError, within: readonly PropertyKey[] = []): Problem[] {
  return error.issues.map((issue) => ({
    field: fieldName([...within, ...issue.path]),
    problem: issue.message,
  }))
}

/** `['method', 0, 'at']` → `method[0].at`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

/** A value as it can stand in a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
