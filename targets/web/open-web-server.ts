import { readdir } from 'node:fs/promises'
import type { MiddlewareModule } from './middleware/middleware.ts'
import { openSessionStore, sessionStoreNames } from './open-session-store.ts'
import { createServer } from './server.ts'
import type { StoreOptions } from './session-store.ts'
import { type Settings, SettingsError } from './settings.ts'
import { overFastify, type WebServer } from './web-server.ts'

const folder = new URL('./middleware/', import.meta.url)
const usualSessionBytes = 1024

/** The middlewares that keep sessions themselves: the files of middleware/ that end in -session, by name. */
export async function middlewareNames(): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => /^(?!user-)[a-z]+-session\.[jt]s$/.test(file))
    .map((file) => file.slice(0, -3))
}

/** The web server that the settings ask for. Throws SettingsError where they name no place of sessions. */
export async function openWebServer(
  settings: Settings,
  { now, onError }: { now: () => number; onError: (error: unknown) => void },
): Promise<WebServer> {
  const { sessions, serverName, ttlMs, secrets, sessionBytes } = settings
  const storeOptions: StoreOptions = {
    url: settings.storeUrl,
    path: settings.storePath,
    ttlMs,
    timeoutMs: settings.storeTimeoutMs,
    now,
    secrets,
  }
  const shell = { serverName, storeName: sessions, work: settings.work, onError }
  const middlewares = await middlewareNames()
  if (middlewares.includes(sessions)) {
    const extension = import.meta.url.slice(-3)
    const { open }: MiddlewareModule = await import(new URL(`${sessions}${extension}`, folder).href)
    return open({ ...shell, ...storeOptions, sessionBytes: sessionBytes ?? usualSessionBytes })
  }
  const places = [...(await sessionStoreNames()), ...middlewares]
  if (!places.includes(sessions)) {
    throw new SettingsError([`SESSIONS=${sessions}: no such place, there are ${places.join(', ')}`])
  }
  const store = await openSessionStore(sessions, storeOptions)
  const padding = sessionBytes ?? store.paddingBytes ?? usualSessionBytes
  return overFastify(createServer({ ...shell, store, sessionBytes: padding }), store)
}
