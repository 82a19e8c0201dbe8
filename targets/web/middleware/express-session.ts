import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { promisify } from 'node:util'
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import session from 'express-session'
import { answerGarbage, errorAnswer } from '../error-answers.ts'
import { countReplays } from '../replays.ts'
import { clearedCookie, itemIn, ownerIn } from '../requests.ts'
import { summary } from '../session-routes.ts'
import type { Session } from '../session-store.ts'
import { watchStore } from '../store-health.ts'
import type { WebServer } from '../web-server.ts'
import { hashPassword, noWork, workOnWrite } from '../work.ts'
import type { MiddlewareOptions } from './middleware.ts'
import { openRedisSessions, type RedisSessions } from './redis-sessions.ts'
import { addItem, begin, type UserSession } from './user-session.ts'

declare module 'express-session' {
  interface SessionData extends UserSession {}
}

/**
 * Sessions by express-session and connect-redis, as their documentation has it. It loads the whole session before each
 * request and stores the whole of it where it has changed: of two writes in one session at the same time the last to
 * be stored wins, and a slow write brings a session back that was logged out meanwhile.
 */
export function open(options: MiddlewareOptions): WebServer {
  const sessions = openRedisSessions(options)
  const stop = { begun: false }
  const health = watchStore(() => sessions.ping())
  const app = express().disable('x-powered-by').disable('etag')
  const replays = countReplays()

  app.use((request, response, next) => {
    response.set('served-by', options.serverName)
    replays.see(request.get('outlast-operation'))
    // Whoever keeps a connection while the server closes is told that it will not be kept.
    if (stop.begun) response.set('connection', 'close')
    next()
  })
  app.get('/healthz', (_request, response) => {
    const reason = stop.begun ? 'the server is shutting down' : health.trouble
    response.status(reason === undefined ? 200 : 503).json({ ready: reason === undefined, reason })
  })
  app.get('/status', (_request, response) => {
    response.json({
      server: options.serverName,
      store: options.storeName,
      replays: replays.count,
      uptimeSeconds: Math.floor(process.uptime()),
      versions: { node: process.versions.node },
    })
  })
  sessionRoutes(app, options, sessions)
  app.use((_request, response) => void response.status(404).json({ error: 'no such page' }))
  app.use(onError(options))

  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 10_000 }, app)
  server.on('clientError', (error, socket) => answerGarbage(options.serverName, error, socket as Socket))
  return {
    listen: (port) => listen(server, port),
    closeAllConnections: () => server.closeAllConnections(),
    async close() {
      stop.begun = true
      await promisify(server.close.bind(server))()
      health[Symbol.dispose]()
      await sessions[Symbol.asyncDispose]()
    },
  }
}

function sessionRoutes(app: Express, options: MiddlewareOptions, { store }: RedisSessions): void {
  app.use(express.json({ limit: 4096 }))
  app.use(
    session({
      name: 'session',
      secret: [...options.secrets],
      store,
      resave: false,
      saveUninitialized: false,
      cookie: { secure: false, httpOnly: true, sameSite: 'lax' },
    }),
  )

  const { work = noWork } = options
  app.post('/session', async (request, response) => {
    const owner = ownerIn(request.body)
    await hashPassword(owner, work)
    await promisify(request.session.regenerate.bind(request.session))()
    const begun = begin(request.session, owner, options.sessionBytes)
    await save(request)
    response.status(201).json(summary(begun))
  })

  app.post('/session/items', async (request, response) => {
    const item = itemIn(request.body)
    await workOnWrite(work)
    const changed = addItem(request.session, item)
    if (changed) await save(request)
    answer(response, changed, summary)
  })

  app.get('/session', (request, response) => answer(response, request.session.user, summary))

  app.get('/session/items', (request, response) =>
    answer(response, request.session.user, ({ owner, items }) => ({ owner, items })),
  )

  app.delete('/session', async (request, response) => {
    if (!request.session.user) return answer(response, undefined, summary)
    await promisify(request.session.destroy.bind(request.session))()
    response.set('set-cookie', clearedCookie).status(204).end()
  })
}

/** Left to itself the middleware stores the session when most of the answer is out, whatever comes of it. */
const save = (request: Request): Promise<void> => promisify(request.session.save.bind(request.session))()

function answer(response: Response, session: Session | undefined, view: (session: Session) => object): void {
  if (session) response.json(view(session))
  else response.status(404).json({ error: 'no such session' })
}

/** What fails after the answer has begun, starting the time to live anew, is not worth cutting the answer off. */
const onError =
  (options: MiddlewareOptions): ErrorRequestHandler =>
  (error, _request, response, _next) => {
    if (response.headersSent) return
    const { status, headers, body } = errorAnswer(error, options.onError)
    response.status(status).set(headers).json(body)
  }

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '0.0.0.0', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`)
    })
  })
}
