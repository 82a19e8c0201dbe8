import { openSessionStore } from './open-session-store.ts'
import { createServer } from './server.ts'
import { readSettings, SettingsError } from './settings.ts'

/** One web server: reads its settings from the environment, runs until SIGTERM or SIGINT, and exits 0. */
async function main(): Promise<void> {
  // Before anything else: as the first process of a container it has no default action for SIGTERM.
  const stopped = Promise.race([signalled('SIGTERM'), signalled('SIGINT')])

  const settings = readSettings(process.env)
  const { sessions, storeUrl, storeTimeoutMs, serverName, ttlMs, secrets, graceMs } = settings
  const now = () => performance.timeOrigin + performance.now()
  await using store = await openSessionStore(sessions, {
    url: storeUrl,
    ttlMs,
    timeoutMs: storeTimeoutMs,
    now,
    secrets,
  })
  const onError = (error: unknown) => console.error(error)
  const server = createServer({
    serverName,
    store,
    storeName: sessions,
    sessionBytes: settings.sessionBytes ?? store.paddingBytes ?? 1024,
    onError,
  })

  const address = await server.listen({ host: '0.0.0.0', port: settings.port })
  console.log(`${serverName} listens at ${address}, sessions in ${sessions}`)

  await stopped
  // Whoever still talks when nearly all of the grace is over is cut off: a kill would follow, and cut everybody off.
  setTimeout(() => server.server.closeAllConnections(), graceMs * 0.8).unref()
  await server.close()
}

function signalled(signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => process.once(signal, () => resolve()))
}

try {
  await main()
  process.exit(0)
} catch (error) {
  console.error(error instanceof SettingsError ? error.message : error)
  process.exit(2)
}
