import type { Socket } from 'node:net'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { countReplays } from './replays.ts'
import { RequestError } from './requests.ts'
import { sessionRoutes } from './session-routes.ts'
import { type SessionStore, StateTooLarge, StoreUnavailable } from './session-store.ts'
import { statusRoutes } from './status-routes.ts'

export interface ServerOptions {
  /** Names this server in the `Served-By` of every answer. */
  readonly serverName: string
  /** Where sessions live; stays the caller's, to close after the server. */
  readonly store: SessionStore
  /** The store's name, for `GET /status`. */
  readonly storeName: string
  /** Padding stored with each session. */
  readonly sessionBytes: number
  /** Told of an error that is this server's own fault, a 500. */
  readonly onError?: (error: unknown) => void
}

/**
 * The web server of every target: the session contract over any store, and nothing else. Closing it finishes the
 * requests that it has, answers 503 to health checks meanwhile, and takes no new connection.
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const { serverName } = options
  const replays = countReplays()

  const server = fastify({
    // A request must never meet a connection that is just being closed: longer than the balancers keep one idle.
    keepAliveTimeout: 75_000,
    requestTimeout: 10_000,
    bodyLimit: 4096,
    // What comes in over a connection that is still open while the server closes is served like the rest.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerGarbage(serverName, error, socket),
    frameworkErrors: (error, _request, reply) => {
      reply.header('served-by', serverName)
      answerError(error, reply, options.onError)
    },
  })

  server.addHook('onRequest', (request, reply, done) => {
    reply.header('served-by', serverName)
    replays.see(request.headers['outlast-operation'])
    done()
  })
  server.setErrorHandler((error, _request, reply) => answerError(error, reply, options.onError))
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'no such page' }))
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(String(text)))
    } catch {
      done(new RequestError(400, 'the body is not JSON'))
    }
  })

  sessionRoutes(server, options)
  statusRoutes(server, { ...options, replays })
  return server
}

/** Only a 503 that says `Outlast-Applied: no` surely did nothing; any other 5xx may have. */
function answerError(error: unknown, reply: FastifyReply, onError: ServerOptions['onError']): void {
  if (error instanceof StoreUnavailable) {
    if (error.applied === 'no') reply.header('outlast-applied', 'no')
    reply.code(503).send({ error: error.message })
    return
  }
  const status = error instanceof StateTooLarge ? 413 : statusOf(error)
  if (status >= 500) onError?.(error)
  reply
    .code(status)
    .send({ error: status < 500 && error instanceof Error ? error.message : 'internal error' })
}

/** Our RequestError and fastify's own errors carry their status; whatever else is thrown is a fault of ours. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 600 ? status : 500
}

/** Answers what is not HTTP at all, or stopped half-way, where no request exists yet. */
function answerGarbage(serverName: string, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'
  const body = JSON.stringify({ error: status.slice(4).toLowerCase() })
  const head = `Served-By: ${serverName}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\nConnection: close\r\n\r\n${body}`)
}
