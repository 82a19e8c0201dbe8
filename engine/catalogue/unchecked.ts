import { parseDuration } from '../duration.ts'

/**
 * Values of a file that nobody has checked yet. What is not of the wanted kind is NaN, which compares as neither
 * more nor less: so one malformed value hides no mistake of another.
 */
export function get(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), value)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)

export const positive = (value: unknown): number => (number(value) > 0 ? number(value) : Number.NaN)

export const milliseconds = (value: unknown): number =>
  typeof value === 'string' ? (parseDuration(value) ?? Number.NaN) : Number.NaN
