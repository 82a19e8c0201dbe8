import { z } from 'zod'

/** What a scenario has changed of the stack; what is absent is as docker-compose.yml and the balancer's files have it. */
export const stackSettings = z.object({
  /** scrypt's N: each login hashes a password at that cost. */
  loginCost: z.int().optional(),
  /** scrypt's N: each request of a session uses that much of its server's CPU before it is served. */
  requestCost: z.int().optional(),
  /** How long a web server works on a write before it stores it. */
  writeTakesMs: z.number().optional(),
  /** How long the balancer remembers the server of a user whom it has not seen. */
  affinityExpiresMs: z.number().optional(),
  /** How many sessions the balancer's table holds. */
  stickTableEntries: z.int().optional(),
  /** How long an untouched session lives. */
  sessionTtlMs: z.number().optional(),
  /** How much of a core each web server may use. */
  webCpus: z.number().optional(),
})
export type StackSettings = z.infer<typeof stackSettings>

/** As people read them, one a line: `the balancer forgets a user who was away for 4 s`. */
export function settingsInWords(settings: StackSettings = {}): string[] {
  const {
    loginCost,
    requestCost,
    writeTakesMs,
    affinityExpiresMs,
    stickTableEntries,
    sessionTtlMs,
    webCpus,
  } = settings
  return [
    ...(loginCost === undefined ? [] : [`a login hashes a password by scrypt with N = ${loginCost}`]),
    ...(requestCost === undefined ? [] : [`a request costs as much CPU as scrypt with N = ${requestCost}`]),
    ...(writeTakesMs === undefined ? [] : [`a web server works on a write for ${seconds(writeTakesMs)}`]),
    ...(affinityExpiresMs === undefined
      ? []
      : [`the balancer forgets the server of a user who was away for ${seconds(affinityExpiresMs)}`]),
    ...(stickTableEntries === undefined ? [] : [`a stick table holds ${stickTableEntries} sessions`]),
    ...(sessionTtlMs === undefined ? [] : [`an untouched session lives ${seconds(sessionTtlMs)}`]),
    ...(webCpus === undefined ? [] : [`each web server has ${webCpus} of a core`]),
  ]
}

const seconds = (ms: number) => `${ms / 1_000} s`
