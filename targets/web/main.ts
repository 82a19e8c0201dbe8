import { openWebServer } from './open-web-server.ts'
import { readSettings, SettingsError } from './settings.ts'

/** One web server: reads its settings from the environment, runs until SIGTERM or SIGINT, and exits 0. */
async function main(): Promise<void> {
  // Before anything else: as the first process of a container it has no default action for SIGTERM.
  const stopped = Promise.race([signalled('SIGTERM'), signalled('SIGINT')])

  const settings = readSettings(process.env)
  const server = await openWebServer(settings, {
    now: () => performance.timeOrigin + performance.now(),
    onError: (error) => console.error(error),
  })
  const address = await server.listen(settings.port)
  console.log(`${settings.serverName} listens at ${address}, sessions in ${settings.sessions}`)

  await stopped
  // Whoever still talks when nearly all of the grace is over is cut off: a kill would follow, and cut everybody off.
  setTimeout(() => server.closeAllConnections(), settings.graceMs * 0.8).unref()
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
