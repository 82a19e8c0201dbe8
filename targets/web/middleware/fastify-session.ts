import fastifyCookie from '@fastify/cookie'
import fastifySession, { type FastifySessionOptions } from '@fastify/session'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { answerError } from '../error-answers.ts'
import { itemIn, ownerIn } from '../requests.ts'
import { createShell } from '../server.ts'
import { summary } from '../session-routes.ts'
import type { Session } from '../session-store.ts'
import { overFastify, type WebServer } from '../web-server.ts'
import { hashPassword, noWork, workOnWrite } from '../work.ts'
import type { MiddlewareOptions } from './middleware.ts'
import { openRedisSessions } from './redis-sessions.ts'
import { addItem, begin, type UserSession } from './user-session.ts'

declare module 'fastify' {
  interface Session extends UserSession {}
}

/**
 * Sessions by @fastify/session in Redis, as its documentation has it. It loads the whole session before each request,
 * and stores the whole of it after each, reads included (`rolling`, its default): of what happens in one session at
 * the same time the last to be stored wins, a logout too loses against a slower request.
 */
export function open(options: MiddlewareOptions): WebServer {
  const sessions = openRedisSessions(options)
  const server = createShell({ ...options, store: sessions }, (server) => {
    // In a scope of its own: health checks have no session.
    server.register(async (scope) => {
      await scope.register(fastifyCookie)
      await scope.register(fastifySession, {
        cookieName: 'session',
        secret: [...options.secrets],
        store: sessions.store as NonNullable<FastifySessionOptions['store']>,
        saveUninitialized: false,
        cookie: { secure: false, httpOnly: true, sameSite: 'lax' },
      })
      scope.setErrorHandler((error, request, reply) => {
        // What could not be stored would be tried again with this answer, and fail it.
        Reflect.set(request, 'session', null)
        answerError(error, reply, options.onError)
      })
      routes(scope, options)
    })
  })
  return overFastify(server, sessions)
}

function routes(
  server: FastifyInstance,
  { sessionBytes, work = noWork }: Pick<MiddlewareOptions, 'sessionBytes' | 'work'>,
): void {
  server.post('/session', async (request, reply) => {
    const owner = ownerIn(request.body)
    await hashPassword(owner, work)
    await request.session.regenerate()
    reply.code(201)
    return summary(begin(request.session, owner, sessionBytes))
  })

  server.post('/session/items', async (request, reply) => {
    const item = itemIn(request.body)
    await workOnWrite(work)
    return answer(reply, addItem(request.session, item), summary)
  })

  server.get('/session', async (request, reply) => answer(reply, request.session.user, summary))

  server.get('/session/items', async (request, reply) =>
    answer(reply, request.session.user, ({ owner, items }) => ({ owner, items })),
  )

  server.delete('/session', async (request, reply) => {
    if (!request.session.user) return noSession(reply)
    await request.session.destroy()
    reply.clearCookie('session', { path: '/' })
    return reply.code(204).send()
  })
}

const answer = (reply: FastifyReply, session: Session | undefined, view: (session: Session) => object) =>
  session ? view(session) : noSession(reply)

const noSession = (reply: FastifyReply) => reply.code(404).send({ error: 'no such session' })
