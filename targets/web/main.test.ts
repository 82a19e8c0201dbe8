import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** The server as a process, which does not outlive the test. */
function aProcess(environment: Record<string, string>) {
  const env = { SERVER_NAME: 'web-1', PORT: '0', ...environment }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  return {
    exited,
    said: text(child.stderr),
    async url(): Promise<string> {
      const [line] = await once(child.stdout, 'data')
      return `http://127.0.0.1:${String(line).match(/listens at \S+:(\d+)/)?.[1]}`
    },
    stop: (signal: NodeJS.Signals) => child.kill(signal),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  }
}

const loginAt = (url: string, body: string | ReadableStream = '{"owner":"user-1"}') => {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${url}/session`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
}

describe.concurrent('the server as a process', () => {
  test.for(['SIGTERM', 'SIGINT'] as const)('exits 0 on %s, though users keep connections', async (signal) => {
    using server = aProcess({ SESSIONS: 'memory' })
    expect((await loginAt(await server.url())).status).toBe(201)
    server.stop(signal)
    expect(await server.exited).toEqual([0, null])
  })

  test('cuts off, within its grace, a user who never finishes', async () => {
    using server = aProcess({ SESSIONS: 'memory', GRACE_SECONDS: '1' })
    const url = await server.url()
    const neverEnds = new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{"owner":')) })
    const ending = loginAt(url, neverEnds).then(
      () => 'answered',
      () => 'cut off',
    )
    await vi.waitUntil(async () => (await fetch(`${url}/healthz`)).ok)
    server.stop('SIGTERM')
    expect(await server.exited).toEqual([0, null])
    expect(await ending).toBe('cut off')
  })

  const places = [
    ['redis', 'redis://ADDRESS'],
    ['redis-sentinel', 'redis+sentinel://ADDRESS/sessions'],
    ['cached-redis', 'redis://ADDRESS'],
    ['memcached', 'memcached://ADDRESS'],
    ['postgres', 'postgres://postgres@ADDRESS/postgres'],
    ['cassandra', 'cassandra://ADDRESS'],
    ['express-session', 'redis://ADDRESS'],
    ['fastify-session', 'redis://ADDRESS'],
  ] as const
  test.for(places)(
    'starts while its store, %s, is away, says that it is not ready, and stops',
    async ([place, url]) => {
      const address = `127.0.0.1:${await aClosedPort()}`
      const SESSION_SECRETS = 'a secret of thirty-two characters'
      using server = aProcess({
        SESSIONS: place,
        STORE_URL: url.replace('ADDRESS', address),
        SESSION_SECRETS,
      })
      const home = await server.url()
      expect((await fetch(`${home}/healthz`)).status).toBe(503)

      const login = await loginAt(home)
      expect(login.status).toBe(503)
      expect(login.headers.get('outlast-applied')).toBe('no')
      expect(login.headers.get('served-by')).toBe('web-1')

      server.stop('SIGTERM')
      expect(await server.exited).toEqual([0, null])
    },
  )

  test('exits 2 when there is no such place for sessions, and says which there are', async () => {
    using server = aProcess({ SESSIONS: 'nowhere' })
    expect(await server.exited).toEqual([2, null])
    expect(await server.said).toMatch(
      /^SESSIONS=nowhere: no such place, there are .*memory.*redis.*express-session.*\n$/,
    )
  })

  test('exits 2 when its settings are wrong, and says how', async () => {
    using server = aProcess({ SESSIONS: 'nowhere', PORT: 'x' })
    expect(await server.exited).toEqual([2, null])
    expect(await server.said).toBe('PORT=x: must be a whole number from 0 to 65535\n')
  })
})

/** A port that was free a moment ago. */
async function aClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 1
}
