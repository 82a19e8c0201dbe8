import { type StorePath, storePath, urlBy } from './store-path.ts'
import type { Work } from './work.ts'

/** What the environment says to one web server. */
export interface Settings {
  /** Where sessions live: a file of sessions/, without its extension. */
  readonly sessions: string
  /** `STORE_URL`, or else what is set for that place of sessions: `STORE_URL_REDIS`, `STORE_URL_CACHED_REDIS` … */
  readonly storeUrl: string | undefined
  /** Through the proxy at `STORE_PATH`, where that is set; `storeUrl` is by this way already. */
  readonly storePath: StorePath
  /** The longest that an operation waits for the store; shorter than the balancer's time-out for the server. */
  readonly storeTimeoutMs: number
  /** This server's one name: in `Served-By`, at the balancer and in the report. */
  readonly serverName: string
  /** 0 takes any free port. */
  readonly port: number
  /** Padding stored with each session, so that it weighs what a real one does; undefined leaves it to the store. */
  readonly sessionBytes: number | undefined
  readonly ttlMs: number
  /** What only the servers know, newest first; all servers have the same. */
  readonly secrets: readonly string[]
  readonly work: Work
  /** The longest that stopping takes. */
  readonly graceMs: number
}

/** The environment is wrong; the message has one line for each thing that is. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the settings, or throws SettingsError with everything that is wrong. */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = []

  const text = (name: string, pattern: RegExp, meaning: string): string => {
    const value = environment[name] ?? ''
    if (!pattern.test(value)) problems.push(`${name}=${value}: must be ${meaning}`)
    return value
  }
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = environment[name] || String(fallback)
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= min && number <= max)) {
      problems.push(`${name}=${value}: must be a whole number from ${min} to ${max}`)
    }
    return number
  }

  const sessions = text('SESSIONS', /^[a-z0-9-]+$/, 'the place where sessions live, such as memory or redis')
  const serverName = text('SERVER_NAME', /^[\w.-]{1,64}$/, 'the name of this server, such as web-1')
  const path = storePath(environment.STORE_PATH, serverName)
  const settings: Settings = {
    sessions,
    storeUrl: urlBy(path, environment.STORE_URL || environment[storeUrlOf(sessions)] || '') || undefined,
    storePath: path,
    storeTimeoutMs: integer('STORE_TIMEOUT_MS', 1000, 10, 60_000),
    serverName,
    port: integer('PORT', 8080, 0, 65_535),
    sessionBytes: environment.SESSION_BYTES ? integer('SESSION_BYTES', 0, 0, 1_048_576) : undefined,
    ttlMs: integer('SESSION_TTL_SECONDS', 1800, 1, 31_536_000) * 1000,
    secrets: environment.SESSION_SECRETS?.split(',') ?? [],
    work: {
      loginCost: integer('LOGIN_COST', 0, 0, 65_536),
      requestCost: integer('REQUEST_COST', 0, 0, 65_536),
      writeTakesMs: integer('WRITE_TAKES_MS', 0, 0, 60_000),
    },
    graceMs: integer('GRACE_SECONDS', 5, 1, 3600) * 1000,
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return settings
}

const storeUrlOf = (sessions: string): string => `STORE_URL_${sessions.toUpperCase().replaceAll('-', '_')}`
