import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import { StateTooLarge, StoreUnavailable } from './session-store.ts'

/** What an error looks like to the user. */
export interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly error: string }
}

/**
 * Only a 503 that says `Outlast-Applied: no` surely did nothing; any other 5xx may have. `onError` is told of what is
 * this server's own fault.
 */
export function errorAnswer(error: unknown, onError: (error: unknown) => void): ErrorAnswer {
  if (error instanceof StoreUnavailable) {
    const headers: Record<string, string> = error.applied === 'no' ? { 'outlast-applied': 'no' } : {}
    return { status: 503, headers, body: { error: error.message } }
  }
  const status = error instanceof StateTooLarge ? 413 : statusOf(error)
  if (status >= 500) onError(error)
  const message = status < 500 && error instanceof Error ? error.message : 'internal error'
  return { status, headers: {}, body: { error: message } }
}

/** Answers an error over fastify. */
export function answerError(error: unknown, reply: FastifyReply, onError: (error: unknown) => void): void {
  const { status, headers, body } = errorAnswer(error, onError)
  reply.code(status).headers(headers).send(body)
}

/** Our RequestError and the frameworks' own errors carry their status; whatever else is thrown is a fault of ours. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 600 ? status : 500
}

/** Answers what is not HTTP, or stopped half-way, where there is no request yet that a route could answer. */
export function answerGarbage(serverName: string, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'
  const body = JSON.stringify({ error: status.slice(4).toLowerCase() })
  const head = `Served-By: ${serverName}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\nConnection: close\r\n\r\n${body}`)
}
