import type { FastifyInstance } from 'fastify'
import type { Stop } from './graceful-stop.ts'
import type { Replays } from './replays.ts'
import type { SessionStore } from './session-store.ts'
import { watchStore } from './store-health.ts'

interface StatusRoutesOptions {
  readonly serverName: string
  readonly store: Pick<SessionStore, 'ping' | 'count'>
  readonly storeName: string
  readonly replays: Replays
  readonly stop: Stop
}

/** `GET /healthz` for the balancer, `GET /status` for whoever looks after the server. Neither waits for the store. */
export function statusRoutes(server: FastifyInstance, options: StatusRoutesOptions): void {
  const { serverName, store, storeName, replays, stop } = options
  const health = watchStore(() => store.ping())
  server.addHook('onClose', () => health[Symbol.dispose]())

  server.get('/healthz', async (_request, reply) => {
    const reason = stop.begun ? 'the server is shutting down' : health.trouble
    if (reason === undefined) return { ready: true }
    return reply.code(503).send({ ready: false, reason })
  })

  server.get('/status', async () => ({
    server: serverName,
    store: storeName,
    sessions: store.count?.(),
    replays: replays.count,
    uptimeSeconds: Math.floor(process.uptime()),
    versions: { node: process.versions.node, fastify: server.version },
  }))
}
