import { sessionTtlMs } from '../catalogue/limits.ts'
import type { StackSettings } from '../journal/stack-settings.ts'
import { firstKey, sessionSecrets } from '../session-secrets.ts'

/** The variables of docker-compose.yml by which a stack has the settings of a scenario. */
export function settingVariables(settings: StackSettings): Record<string, string> {
  const ttlMs = settings.sessionTtlMs ?? sessionTtlMs
  return {
    OUTLAST_SESSION_TTL_SECONDS: String(Math.ceil(ttlMs / 1_000)),
    OUTLAST_SESSION_SECRETS: sessionSecrets([firstKey]),
    ...told('OUTLAST_LOGIN_COST', settings.loginCost),
    ...told('OUTLAST_REQUEST_COST', settings.requestCost),
    ...told('OUTLAST_WRITE_TAKES_MS', settings.writeTakesMs),
    ...told(
      'OUTLAST_AFFINITY_EXPIRES_SECONDS',
      settings.affinityExpiresMs && settings.affinityExpiresMs / 1_000,
    ),
    ...told('OUTLAST_STICK_TABLE_ENTRIES', settings.stickTableEntries),
    ...told('OUTLAST_WEB_CPUS', settings.webCpus),
  }
}

/** What nobody tells is left to the environment, as by hand. */
const told = (name: string, value: number | undefined) =>
  value === undefined ? {} : { [name]: String(value) }
