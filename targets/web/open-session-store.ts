import { readdir } from 'node:fs/promises'
import type { SessionStore, SessionStoreModule, StoreOptions } from './session-store.ts'
import { SettingsError } from './settings.ts'

const folder = new URL('./sessions/', import.meta.url)

/** The places where sessions can live: the files of sessions/, by name. */
export async function sessionStoreNames(): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => /^[a-z0-9-]+\.[jt]s$/.test(file))
    .map((file) => file.slice(0, -3))
    .sort()
}

/** Opens the store of that name. Throws SettingsError when there is none, or when it refuses its options. */
export async function openSessionStore(name: string, options: StoreOptions): Promise<SessionStore> {
  const names = await sessionStoreNames()
  if (!names.includes(name)) {
    throw new SettingsError([`SESSIONS=${name}: no such place, there are ${names.join(', ')}`])
  }
  const extension = import.meta.url.slice(-3)
  const { open }: SessionStoreModule = await import(new URL(`${name}${extension}`, folder).href)
  return open(options)
}
