import { z } from 'zod'
import { type Duration, parseDuration } from '../duration.ts'

/** A length of time among the options of a fault, in milliseconds. */
export function length(what: string) {
  return z.number({ error: `is no length of time; give ${what} as "500ms", "10s" or "2m"` }).nonnegative()
}

/** NaN, which `length` refuses, where the text is not a length of time. */
export function lengthMs(text: Duration): number {
  return parseDuration(text) ?? Number.NaN
}

/** How long a fault lasts that is taken back before the trial ends. */
export const lasting = { forMs: length('how long it lasts').optional() }

export interface Lasting {
  /** It is taken back after this long; at the census unless told. */
  for?: Duration | undefined
}

export function lastingFor({ for: duration }: Lasting): { forMs?: number } {
  return duration === undefined ? {} : { forMs: lengthMs(duration) }
}

export const lastsMs = ({ forMs }: { forMs?: number | undefined }): number | undefined => forMs
