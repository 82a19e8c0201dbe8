import type { z } from 'zod'
import type { StackSettings } from '../journal/stack-settings.ts'
import { duration, object, positiveNumber, powerOfTwo, wholeNumber, wholeSeconds } from './schema.ts'
import { milliseconds } from './unchecked.ts'

/** What a scenario may change of the stack. */
export const settingsSchema = object({
  loginCost: powerOfTwo({ from: 2, to: 65_536 }).optional(),
  requestCost: powerOfTwo({ from: 2, to: 65_536 }).optional(),
  writeTakes: duration().optional(),
  affinityExpires: wholeSeconds().optional(),
  stickTableEntries: wholeNumber('how many sessions the table holds').optional(),
  sessionTtl: wholeSeconds().optional(),
  webCpus: positiveNumber('how much of a core each web server has').optional(),
})

/** The settings as they are journaled; nothing where a scenario changes nothing. */
export function describeSettings(
  settings: z.infer<typeof settingsSchema> | undefined,
): { settings: StackSettings } | undefined {
  if (settings === undefined) return undefined
  const { writeTakes, affinityExpires, sessionTtl, ...counts } = settings
  const described = {
    ...counts,
    writeTakesMs: writeTakes && milliseconds(writeTakes),
    affinityExpiresMs: affinityExpires && milliseconds(affinityExpires),
    sessionTtlMs: sessionTtl && milliseconds(sessionTtl),
  }
  const told = Object.entries(described).filter(([, value]) => value !== undefined)
  return told.length === 0 ? undefined : { settings: Object.fromEntries(told) }
}
