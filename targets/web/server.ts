import fastify, { type FastifyInstance } from 'fastify'
import { answerError, answerGarbage } from './error-answers.ts'
import { stopGracefully } from './graceful-stop.ts'
import { countReplays } from './replays.ts'
import { RequestError } from './requests.ts'
import { sessionRoutes } from './session-routes.ts'
import type { SessionStore } from './session-store.ts'
import { statusRoutes } from './status-routes.ts'
import { noWork, type Work, workOnRequest } from './work.ts'

/** What a web server is, whoever keeps its sessions. */
export interface ShellOptions {
  /** Names this server in the `Served-By` of every answer. */
  readonly serverName: string
  /** The store's name, for `GET /status`. */
  readonly storeName: string
  readonly store: Pick<SessionStore, 'ping' | 'count'>
  /** What is done beside keeping sessions; nothing unless told. */
  readonly work?: Work
  /** Told of an error that is this server's own fault, a 500. */
  readonly onError: (error: unknown) => void
}

export interface ServerOptions extends ShellOptions {
  /** Where sessions live; stays the caller's, to close after the server. */
  readonly store: SessionStore
  /** Padding stored with each session. */
  readonly sessionBytes: number
}

/** The web server of nearly every target: the session contract over any store, and nothing else. */
export const createServer = (options: ServerOptions): FastifyInstance =>
  createShell(options, (server) => sessionRoutes(server, options))

/**
 * A web server without the routes of its sessions, which `addSessions` adds. Closing it finishes the requests that it
 * has, answers 503 to health checks meanwhile, and takes no new connection.
 */
export function createShell(
  options: ShellOptions,
  addSessions: (server: FastifyInstance) => void,
): FastifyInstance {
  const { serverName, onError, work = noWork } = options
  const replays = countReplays()

  const server = fastify({
    // A request must never meet a connection that is just being closed: longer than balancers keep one idle.
    keepAliveTimeout: 75_000,
    requestTimeout: 10_000,
    bodyLimit: 4096,
    // What comes in over a connection that is still open while the server closes is served like the rest.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerGarbage(serverName, error, socket),
    frameworkErrors: (error, _request, reply) => {
      reply.header('served-by', serverName)
      answerError(error, reply, onError)
    },
  })

  server.addHook('onRequest', (request, reply, done) => {
    reply.header('served-by', serverName)
    replays.see(request.headers['outlast-operation'])
    if (request.url.startsWith('/session')) workOnRequest(work)
    done()
  })
  server.setErrorHandler((error, _request, reply) => answerError(error, reply, onError))
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'no such page' }))
  acceptJson(server)

  addSessions(server)
  statusRoutes(server, { ...options, replays, stop: stopGracefully(server) })
  return server
}

function acceptJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(String(text)))
    } catch {
      done(new RequestError(400, 'the body is not JSON'))
    }
  })
}
