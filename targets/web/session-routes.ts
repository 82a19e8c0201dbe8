import type { FastifyInstance, FastifyReply } from 'fastify'
import { digest } from './items.ts'
import { padding } from './padding.ts'
import { clearedCookie, itemIn, ownerIn, sessionCookie, tokenIn } from './requests.ts'
import type { Session, SessionStore } from './session-store.ts'
import { hashPassword, noWork, type Work, workOnWrite } from './work.ts'

interface SessionRoutesOptions {
  readonly store: SessionStore
  readonly sessionBytes: number
  readonly work?: Work
}

/** The session contract: login, write, read, logout, and the items themselves for whoever doubts the digest. */
export function sessionRoutes(
  server: FastifyInstance,
  { store, sessionBytes, work = noWork }: SessionRoutesOptions,
): void {
  server.post('/session', async (request, reply) => {
    const owner = ownerIn(request.body)
    await hashPassword(owner, work)
    const token = await store.create({ owner, padding: padding(sessionBytes) })
    reply.code(201)
    return answer(reply, { owner, items: [], token }, summary)
  })

  server.post('/session/items', async (request, reply) => {
    const item = itemIn(request.body)
    await workOnWrite(work)
    const token = tokenIn(request.headers.cookie)
    return answer(reply, token && (await store.add(token, item)), summary)
  })

  server.get('/session', async (request, reply) => {
    const token = tokenIn(request.headers.cookie)
    return answer(reply, token && (await store.read(token)), summary)
  })

  server.get('/session/items', async (request, reply) => {
    const token = tokenIn(request.headers.cookie)
    return answer(reply, token && (await store.read(token)), ({ owner, items }) => ({ owner, items }))
  })

  server.delete('/session', async (request, reply) => {
    const token = tokenIn(request.headers.cookie)
    const ended = token !== undefined && (await store.remove(token))
    reply.header('set-cookie', clearedCookie)
    return ended ? reply.code(204).send() : noSession(reply)
  })
}

/** A view of the session, with a cookie where its token is new; or 404. */
function answer(
  reply: FastifyReply,
  session: Session | '' | undefined,
  view: (session: Session) => object,
): object {
  if (!session) return noSession(reply)
  if (session.token !== undefined) reply.header('set-cookie', sessionCookie(session.token))
  return view(session)
}

const noSession = (reply: FastifyReply): FastifyReply => reply.code(404).send({ error: 'no such session' })

/** What is told of a session. */
export const summary = ({ owner, items }: Session) => ({
  owner,
  count: items.length,
  digest: digest(owner, items),
})
